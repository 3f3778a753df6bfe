using System.Diagnostics;
using Cruddur.Proof.BlackBox;
using Cruddur.Soak;

if (SoakOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(SoakOptions.Usage);
    return 2;
}
var setup = BoxSetup.Of(Environment.CurrentDirectory);
if (setup.Missing is { } missing)
{
    Console.Error.WriteLine($"Without the black box: {missing}");
}
var rows = Layers
    .All(setup)
    .Where(layer => options.Layer is null || layer.Name == options.Layer)
    .Select(layer => (Layer: layer, Sum: new Outcome(0)))
    .ToArray();
if (rows.Length == 0)
{
    Console.Error.WriteLine($"There is no layer '{options.Layer}' here.\n{SoakOptions.Usage}");
    return 2;
}
var watch = Stopwatch.StartNew();
using var stop = new CancellationTokenSource(options.Duration);
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    Console.Error.WriteLine("Ends with this turn …");
    stop.Cancel();
};

// In turns, so that every layer has had its share whenever it ends.
while (!stop.IsCancellationRequested && rows.Any(row => row.Sum.Runs < (options.Runs ?? long.MaxValue)))
{
    for (var index = 0; index < rows.Length && !stop.IsCancellationRequested; index++)
    {
        var (layer, sum) = rows[index];
        var count = (int)Math.Min(layer.Batch, (options.Runs ?? long.MaxValue) - sum.Runs);
        if (count <= 0)
        {
            continue;
        }
        var outcome = await layer.RunAsync(options.FirstSeed + (int)sum.Runs, count);
        rows[index].Sum = sum.Plus(outcome);
        Console.Error.WriteLine($"{watch.Elapsed:h\\:mm\\:ss} {layer.Name}: {rows[index].Sum.Runs} {layer.Unit}");
        foreach (var failure in outcome.Failures)
        {
            Console.Error.WriteLine(failure);
        }
    }
}
Table.Print(Console.Out, rows, watch.Elapsed);
return rows.All(row => row.Sum.Failures.Count == 0) ? 0 : 1;
