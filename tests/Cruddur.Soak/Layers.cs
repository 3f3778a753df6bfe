using Cruddur.Proof.BlackBox;
using Cruddur.Proof.Contract;
using Cruddur.Proof.DiskFaults;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Kill;
using Cruddur.Proof.Live;
using Cruddur.Proof.PowerCut;
using Cruddur.Proof.Projection;
using Cruddur.Proof.Simulation;

namespace Cruddur.Soak;

/// <summary>All layers that take seeds; the model check takes none, as it visits every state.</summary>
internal sealed class Layers(BoxSetup box)
{
    private const int MessagesInTheBox = 600;

    public IReadOnlyList<Layer> All =>
        [
            new("simulation", "seeds", 2000, seeds => Task.Run(() => Simulate(seeds))),
            new("projection", "schedules", 5000, seeds => Task.Run(() => Project(seeds))),
            new("live cuts", "histories", 500, seeds => Task.Run(() => Cut(seeds))),
            new("contract", "sequences and histories", 500, TryContractAsync),
            new("power cut", "states", 8 * PowerCutTrace.States, CutPowerAsync),
            new("disk faults", "points", 400, FailDisksAsync),
            new("kill", "runs", 2, KillAsync),
            new("black box", "runs", 1, RunBoxAsync, box.Missing),
        ];

    private static Outcome Simulate(IReadOnlyList<int> seeds)
    {
        var totals = Simulator.RunAll(seeds);
        return new(
            totals.Runs,
            totals.Faults.Values.Sum(),
            totals.Acknowledged,
            totals.Lost,
            totals.Doubled,
            totals.Misordered
        )
        {
            Broken = totals.FailedSeeds.Count,
            Failures = [.. totals.FailedSeeds.Take(1).Select(seed => FailureReport.Of(Simulator.Run(Plan.Of(seed))))],
        };
    }

    private static Outcome Project(IReadOnlyList<int> seeds)
    {
        var totals = ProjectionTotals.RunAll(seeds);
        return new Outcome(totals.Runs, Enum.GetValues<Fault>().Sum(totals.Faults)).With(totals.Failed);
    }

    private static Outcome Cut(IReadOnlyList<int> seeds)
    {
        var totals = LiveCuts.RunAll(seeds);
        var violations = totals.Failed.SelectMany(failed => failed.Violations).ToList();
        return Judged(totals.Runs, totals.Cuts, totals.Messages, violations).With(totals.Failed);
    }

    private static async Task<Outcome> TryContractAsync(IReadOnlyList<int> seeds)
    {
        var totals = await ContractTotals.RunAllAsync(seeds);
        return new Outcome(totals.Seeds).With(totals.Failed);
    }

    private static async Task<Outcome> CutPowerAsync(IReadOnlyList<int> seeds)
    {
        var totals = await PowerCutTotals.RunAllAsync(seeds);
        return new Outcome(totals.States, totals.States, totals.Acknowledged).With(totals.Failed);
    }

    private static async Task<Outcome> FailDisksAsync(IReadOnlyList<int> seeds)
    {
        var totals = await DiskFaultTotals.RunAllAsync(seeds);
        return new Outcome(totals.Points, totals.Struck.Values.Sum(), totals.Acknowledged).With(totals.Failed);
    }

    private async Task<Outcome> KillAsync(IReadOnlyList<int> seeds)
    {
        var results = await KillRun.RunAllAsync(box.ServerProgram, seeds);
        return Judged(
                results.Count,
                results.Sum(result => result.Kills),
                results.Sum(result => result.Acknowledged),
                [.. results.SelectMany(result => result.Violations)]
            )
            .With([.. results.Where(result => result.Violations.Count > 0)]);
    }

    private async Task<Outcome> RunBoxAsync(IReadOnlyList<int> seeds)
    {
        var results = new List<BoxResult>();
        foreach (var seed in seeds)
        {
            results.Add(await BoxRun.RunAsync(box, seed, MessagesInTheBox));
        }
        return Judged(
                results.Count,
                results.Sum(result => result.Faults.Sum),
                results.Sum(result => result.Acknowledged),
                [.. results.SelectMany(result => result.Violations)]
            )
            .With(results.FindAll(result => result.Violations.Count > 0));
    }

    private static Outcome Judged(long runs, long faults, long acknowledged, IReadOnlyList<Violation> violations)
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
