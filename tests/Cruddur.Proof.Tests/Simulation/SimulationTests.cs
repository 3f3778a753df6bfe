using Cruddur.Proof.Histories;
using Cruddur.Proof.Mutants;
using Cruddur.Proof.Simulation;

namespace Cruddur.Proof.Tests.Simulation;

/// <summary>The domain on three nodes over a table that loses, delays, repeats and forgets. See docs/proof.md.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 20_000;

    [Fact]
    public void Whatever_is_lost_late_stale_repeated_or_crashed_every_promise_is_kept()
    {
        var seeds = Setting.Seeds(Seeds).ToList();

        var totals = Simulator.RunAll(seeds);

        output.WriteLine(totals.ToString());
        Assert.True(
            totals.FailedSeeds.Count == 0,
            totals.FailedSeeds.Count == 0 ? "" : FailureReport.Of(Simulator.Run(Plan.Of(totals.FailedSeeds.First())))
        );
        Assert.All(
            totals.Faults,
            fault => Assert.True(fault.Value > 0 || seeds.Count < 100, $"{fault.Key} never came")
        );
    }

    [Theory]
    [InlineData(nameof(Mutant.NaiveRetry), nameof(Rule.Once))]
    [InlineData(nameof(Mutant.CompareOccupantOnly), nameof(Rule.Once))]
    [InlineData(nameof(Mutant.BaseFromCache), nameof(Rule.Once))]
    [InlineData(nameof(Mutant.BlindProjection), nameof(Rule.InboxIsFold))]
    [InlineData(nameof(Mutant.MovingKey), nameof(Rule.InboxIsFold))]
    public void A_product_that_is_broken_on_purpose_is_caught(string brokenBy, string rule)
    {
        var mutant = Enum.Parse<Mutant>(brokenBy);

        var caught = Enumerable
            .Range(1, Seeds)
            .Select(seed => Simulator.Run(Plan.Of(seed), mutant))
            .First(run => run.Violations.Any(violation => violation.Rule.ToString() == rule));

        output.WriteLine($"{mutant} is caught at seed {caught.Plan.Seed}: {string.Join("; ", caught.Violations)}");
    }

    [Fact]
    public void A_seed_repeats_its_run_to_the_last_call()
    {
        var once = Simulator.Run(Plan.Of(7), isTraced: true);
        var again = Simulator.Run(Plan.Of(7), isTraced: true);

        Assert.NotEmpty(once.Trace);
        Assert.Equal(once.Trace, again.Trace);
    }

    [Fact]
    public void A_failure_is_shrunk_and_told_with_its_seed_its_trace_and_how_to_run_it_again()
    {
        var failed = Simulator.Run(Plan.Of(1), Mutant.NaiveRetry);

        var shrunk = Shrinker.Shrink(failed, Mutant.NaiveRetry);
        var report = FailureReport.Of(failed, Mutant.NaiveRetry);

        output.WriteLine(report);
        Assert.InRange(shrunk.Plan.Steps.Count, 1, 4);
        Assert.InRange(shrunk.Plan.Faults.Count, 0, 2);
        Assert.Contains("Seed 1 breaks:", report, StringComparison.Ordinal);
        Assert.Contains(shrunk.Trace[^1], report, StringComparison.Ordinal);
        Assert.Contains("CRUDDUR_SEED=1 dotnet test", report, StringComparison.Ordinal);
    }
}
