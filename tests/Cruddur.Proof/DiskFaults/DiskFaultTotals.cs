using Cruddur.Proof.Disks;
using Cruddur.Proof.Mutants;

namespace Cruddur.Proof.DiskFaults;

/// <summary>The sums over many points.</summary>
internal sealed class DiskFaultTotals
{
    private readonly Lock _lock = new();
    private readonly List<DiskFaultResult> _failed = [];
    private readonly Dictionary<DiskFault, int> _struck = [];

    public long Points { get; private set; }

    public long Acknowledged { get; private set; }

    /// <summary>For slow flushes, in virtual time.</summary>
    public TimeSpan Waited { get; private set; }

    public IReadOnlyList<DiskFaultResult> Failed => _failed;

    /// <summary>Points at which each fault struck.</summary>
    public IReadOnlyDictionary<DiskFault, int> Struck => _struck;

    /// <summary>Runs many seeds, on all cores.</summary>
    public static async Task<DiskFaultTotals> RunAllAsync(IEnumerable<int> seeds, Mutant mutant = Mutant.None)
    {
        var totals = new DiskFaultTotals();
        await Parallel.ForEachAsync(
            seeds,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (seed, _) => totals.Add(await DiskFaultPoint.RunAsync(seed, mutant))
        );
        return totals;
    }

    public override string ToString() =>
        $"{Points} points, {Failed.Count} wrong; {Acknowledged} transactions acknowledged; struck: "
        + string.Join(", ", _struck.OrderBy(one => one.Key).Select(one => $"{one.Key} {one.Value}"))
        + $"; slow flushes took {Waited.TotalSeconds:F0} s of virtual time";

    private void Add(DiskFaultResult result)
    {
        lock (_lock)
        {
            Points++;
            Acknowledged += result.Acknowledged;
            Waited += result.Waited;
            _struck[result.Fault] = _struck.GetValueOrDefault(result.Fault) + (result.Struck ? 1 : 0);
            if (result.Violation is not null)
            {
                _failed.Add(result);
            }
        }
    }
}
