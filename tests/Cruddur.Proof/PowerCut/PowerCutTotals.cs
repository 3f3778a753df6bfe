using Cruddur.Proof.Mutants;

namespace Cruddur.Proof.PowerCut;

/// <summary>The sums over many states.</summary>
internal sealed class PowerCutTotals
{
    private readonly Lock _lock = new();
    private readonly List<PowerCutResult> _failed = [];

    public long States { get; private set; }

    public long Traces { get; private set; }

    /// <summary>Writes, truncations and flushes of the traces.</summary>
    public long Operations { get; private set; }

    public long Flushes { get; private set; }

    public long Acknowledged { get; private set; }

    public long SectorsDropped { get; private set; }

    public IReadOnlyList<PowerCutResult> Failed => _failed;

    /// <summary>Runs many seeds, on all cores.</summary>
    public static async Task<PowerCutTotals> RunAllAsync(IEnumerable<int> seeds, Mutant mutant = Mutant.None)
    {
        var totals = new PowerCutTotals();
        await Parallel.ForEachAsync(
            seeds.GroupBy(seed => (seed - 1) / PowerCutTrace.States),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (group, _) =>
            {
                var trace = await PowerCutTrace.RecordAsync(group.Key, mutant);
                totals.Add(trace);
                foreach (var seed in group)
                {
                    totals.Add(await trace.CutAsync(seed));
                }
            }
        );
        return totals;
    }

    public override string ToString() =>
        $"{States} states of {Traces} traces ({Operations} operations, {Flushes} flushes, {Acknowledged} transactions acknowledged), "
        + $"{Failed.Count} wrong; {SectorsDropped} sectors dropped";

    private void Add(PowerCutTrace trace)
    {
        lock (_lock)
        {
            Traces++;
            Operations += trace.Disk.Trace.Length;
            Flushes += trace.Disk.Flushes;
            Acknowledged += trace.Acknowledged;
        }
    }

    private void Add(PowerCutResult result)
    {
        lock (_lock)
        {
            States++;
            SectorsDropped += result.SectorsDropped;
            if (result.Violation is not null)
            {
                _failed.Add(result);
            }
        }
    }
}
