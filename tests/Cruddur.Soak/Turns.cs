using System.Diagnostics;

namespace Cruddur.Soak;

/// <summary>The layers in turns, so that every one has had its share whenever it ends.</summary>
internal sealed class Turns(IEnumerable<Layer> layers, SoakOptions options)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Row[] _rows = [.. layers.Select(layer => new Row(layer))];

    /// <returns>Whether nothing is broken.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && _rows.Any(row => Left(row) > 0))
        {
            foreach (var row in _rows.Where(row => Left(row) > 0))
            {
                if (!stop.IsCancellationRequested)
                {
                    await TakeTurnAsync(row);
                }
            }
        }
        Table.Print(Console.Out, _rows, _watch.Elapsed);
        return _rows.All(row => row.Sum.Broken == 0);
    }

    private int Left(Row row) => (options.Runs ?? int.MaxValue) - row.Seeds;

    private async Task TakeTurnAsync(Row row)
    {
        var first = options.FirstSeed + row.Seeds;
        var count = Math.Min(row.Layer.Batch, Left(row));
        var outcome = await RunAsync(row.Layer, first, count);
        row.Add(count, outcome);
        Console.Error.WriteLine($@"{_watch.Elapsed:h\:mm\:ss} {row.Layer.Name}: {row.Sum.Runs} {row.Layer.Unit}");
        foreach (var failure in outcome.Failures)
        {
            Console.Error.WriteLine(failure);
        }
    }

    // Nobody watches for hours: what a layer could not judge is told as something broken, and the others go on.
    private static async Task<Outcome> RunAsync(Layer layer, int first, int count)
    {
        try
        {
            return await layer.RunAsync([.. Enumerable.Range(first, count)]);
        }
        catch (Exception exception)
        {
            return new Outcome(0).With([
                $"{exception}\nAgain: bin/soak --layer '{layer.Name}' --seed {first} --runs {count}",
            ]);
        }
    }
}

/// <summary>A layer, and what came of it so far.</summary>
internal sealed class Row(Layer layer)
{
    public Layer Layer => layer;

    public int Seeds { get; private set; }

    public Outcome Sum { get; private set; } = new(0);

    public void Add(int seeds, Outcome outcome)
    {
        Sum = Seeds == 0 ? outcome : Sum.Plus(outcome);
        Seeds += seeds;
    }
}
