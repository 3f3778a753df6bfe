using Cruddur.Proof.BlackBox;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Live;
using Cruddur.Proof.Projection;
using Cruddur.Proof.Simulation;

namespace Cruddur.Soak;

/// <summary>All layers that take seeds; the model check takes none, as it visits every state.</summary>
internal static class Layers
{
    private const int MessagesInTheBox = 600;

    public static IReadOnlyList<Layer> All(BoxSetup box) =>
        [
            new("simulation", "seeds", 2000, (first, count) => Task.Run(() => Simulate(first, count))),
            new("projection", "schedules", 5000, (first, count) => Task.Run(() => Project(first, count))),
            new("live cuts", "histories", 500, (first, count) => Task.Run(() => Cut(first, count))),
            .. box.Missing is null
                ? [new Layer("black box", "runs", 1, (first, count) => RunBoxAsync(box, first, count))]
                : Array.Empty<Layer>(),
        ];

    private static Outcome Simulate(int first, int count)
    {
        var totals = Simulator.RunAll(Enumerable.Range(first, count));
        return new(
            totals.Runs,
            totals.Faults.Values.Sum(),
            totals.Acknowledged,
            totals.Lost,
            totals.Doubled,
            totals.Misordered
        )
        {
            Failures = [.. totals.FailedSeeds.Take(1).Select(seed => FailureReport.Of(Simulator.Run(Plan.Of(seed))))],
        };
    }

    private static Outcome Project(int first, int count)
    {
        var totals = ProjectionTotals.RunAll(Enumerable.Range(first, count));
        return new(totals.Runs, Enum.GetValues<Fault>().Sum(totals.Faults))
        {
            Failures = [.. totals.Failed.Take(1).Select(failed => failed.ToString())],
        };
    }

    private static Outcome Cut(int first, int count)
    {
        var totals = LiveCuts.RunAll(Enumerable.Range(first, count));
        var violations = totals.Failed.SelectMany(failed => failed.Violations).ToList();
        return Counted(totals.Runs, totals.Cuts, totals.Messages, violations) with
        {
            Failures = [.. totals.Failed.Take(1).Select(failed => failed.ToString())],
        };
    }

    private static async Task<Outcome> RunBoxAsync(BoxSetup setup, int first, int count)
    {
        var sum = new Outcome(0);
        foreach (var seed in Enumerable.Range(first, count))
        {
            var result = await BoxRun.RunAsync(setup, seed, MessagesInTheBox);
            sum = sum.Plus(
                Counted(1, result.Faults.Sum, result.Acknowledged, result.Violations) with
                {
                    Failures =
                        result.Violations.Count == 0
                            ? []
                            : [$"{result}\nAgain: bin/soak --layer 'black box' --seed {seed} --runs 1"],
                }
            );
        }
        return sum;
    }

    private static Outcome Counted(long runs, long faults, long acknowledged, IReadOnlyList<Violation> violations)
    {
        long Broken(params Rule[] rules) => violations.Count(violation => rules.Contains(violation.Rule));
        return new(
            runs,
            faults,
            acknowledged,
            Broken(Rule.AcknowledgedStays, Rule.LiveIsLog),
            Broken(Rule.Once, Rule.OneAnswer),
            Broken(Rule.RealTimeOrder, Rule.Contiguous)
        );
    }
}
