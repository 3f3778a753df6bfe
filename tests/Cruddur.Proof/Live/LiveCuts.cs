using Cruddur.Proof.Histories;
using Cruddur.Proof.Mutants;
using Cruddur.Proof.Simulation;

namespace Cruddur.Proof.Live;

/// <summary>Runs random histories whose streams are cut at every event.</summary>
internal static class LiveCuts
{
    public static LiveCutsResult Run(int seed, Mutant mutant = Mutant.None)
    {
        var world = new LiveWorld(seed, mutant);
        try
        {
            world.Time.Run(world.RunAsync);
        }
        catch (StuckException exception)
        {
            world.History.Failures.Add(exception.Message);
        }
        return new(seed, world.Messages, world.Cuts, HistoryChecker.Check(world.History));
    }

    /// <summary>Runs many seeds, on all cores.</summary>
    public static LiveCutsTotals RunAll(IEnumerable<int> seeds, Mutant mutant = Mutant.None)
    {
        var totals = new LiveCutsTotals();
        Parallel.ForEach(
            seeds,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            seed => totals.Add(Run(seed, mutant))
        );
        return totals;
    }
}

/// <summary>What came of one history.</summary>
internal sealed record LiveCutsResult(int Seed, long Messages, long Cuts, IReadOnlyList<Violation> Violations)
{
    public override string ToString() =>
        $"Seed {Seed} breaks {string.Join("; ", Violations)}\n"
        + $"Again: CRUDDUR_SEED={Seed} dotnet test tests/Cruddur.Proof.Tests --filter FullyQualifiedName~LiveCutsTests.Wherever";
}

/// <summary>The sums over many histories.</summary>
internal sealed class LiveCutsTotals
{
    private readonly Lock _lock = new();
    private readonly List<LiveCutsResult> _failed = [];

    public long Runs { get; private set; }

    public long Messages { get; private set; }

    public long Cuts { get; private set; }

    public IReadOnlyList<LiveCutsResult> Failed => _failed;

    public override string ToString() => $"{Runs} histories, {Failed.Count} wrong; {Messages} messages, {Cuts} cuts";

    public void Add(LiveCutsResult result)
    {
        lock (_lock)
        {
            Runs++;
            Messages += result.Messages;
            Cuts += result.Cuts;
            if (result.Violations.Count > 0)
            {
                _failed.Add(result);
            }
        }
    }
}
