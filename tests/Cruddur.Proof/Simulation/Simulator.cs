using Cruddur.Proof.Histories;
using Cruddur.Proof.Mutants;

namespace Cruddur.Proof.Simulation;

/// <summary>Runs plans; each on one thread, each the same every time.</summary>
internal static class Simulator
{
    public static SimulationRun Run(Plan plan, Mutant mutant = Mutant.None, bool isTraced = false)
    {
        var system = new SimulatedSystem(plan, mutant, isTraced);
        try
        {
            system.Time.Run(system.RunAsync);
        }
        catch (StuckException exception)
        {
            system.History.Failures.Add(exception.Message);
        }
        return new SimulationRun(
            plan,
            system.History,
            HistoryChecker.Check(system.History),
            system.Faults.Injected,
            system.Network.Trace
        );
    }

    /// <summary>Runs many seeds, on all cores.</summary>
    public static SimulationTotals RunAll(IEnumerable<int> seeds, Mutant mutant = Mutant.None)
    {
        var totals = new SimulationTotals();
        Parallel.ForEach(
            seeds,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            seed => totals.Add(Run(Plan.Of(seed), mutant))
        );
        return totals;
    }
}

/// <summary>What came of one plan.</summary>
internal sealed record SimulationRun(
    Plan Plan,
    History History,
    IReadOnlyList<Violation> Violations,
    IReadOnlyList<int> FaultsInjected,
    IReadOnlyList<string> Trace
);
