using Cruddur.Proof.Histories;
using Cruddur.Proof.Mutants;
using Cruddur.Proof.Simulation;

namespace Cruddur.Proof.Projection;

/// <summary>What came of one schedule.</summary>
internal sealed record ScheduleResult(int Seed, IReadOnlyList<Violation> Violations, IReadOnlyList<int> FaultsInjected)
{
    public override string ToString() =>
        $"Seed {Seed} breaks {string.Join("; ", Violations)}\n"
        + $"Again: CRUDDUR_SEED={Seed} dotnet test tests/Cruddur.Proof.Tests --filter FullyQualifiedName~ProjectionTests.Whatever";
}

/// <summary>The sums over many schedules.</summary>
internal sealed class ProjectionTotals
{
    private readonly Lock _lock = new();
    private readonly long[] _faults = new long[FaultRates.Count];
    private readonly List<ScheduleResult> _failed = [];

    public long Runs { get; private set; }

    public IReadOnlyList<ScheduleResult> Failed => _failed;

    /// <summary>Runs many seeds, on all cores.</summary>
    public static ProjectionTotals RunAll(IEnumerable<int> seeds, Mutant mutant = Mutant.None)
    {
        var totals = new ProjectionTotals();
        Parallel.ForEach(
            seeds,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            seed => totals.Add(ProjectionSchedule.Run(seed, mutant))
        );
        return totals;
    }

    public long Faults(Fault fault) => _faults[(int)fault];

    public override string ToString() =>
        $"{Runs} schedules, {Failed.Count} wrong; repeated {Faults(Fault.BatchRepeated)}, "
        + $"reordered {Faults(Fault.BatchReordered)}, crashes between writes {Faults(Fault.CrashBetweenWrites)}";

    private void Add(ScheduleResult result)
    {
        lock (_lock)
        {
            Runs++;
            for (var fault = 0; fault < _faults.Length; fault++)
            {
                _faults[fault] += result.FaultsInjected[fault];
            }
            if (result.Violations.Count > 0)
            {
                _failed.Add(result);
            }
        }
    }
}
