using Cruddur.Proof.Histories;
using Cruddur.Proof.Mutants;
using Cruddur.Proof.Projection;

namespace Cruddur.Proof.Tests.Projection;

/// <summary>Incremental = rebuilt from the log = oracle.</summary>
public sealed class ProjectionTests(ITestOutputHelper output)
{
    private const int Schedules = 10_000;

    [Fact]
    public void Whatever_is_repeated_reordered_or_broken_off_inboxes_are_those_of_a_rebuild_and_of_the_oracle()
    {
        var totals = ProjectionTotals.RunAll(Setting.Seeds(Schedules));

        output.WriteLine(totals.ToString());
        Assert.True(totals.Failed.Count == 0, totals.Failed.MinBy(failed => failed.Seed)?.ToString());
    }

    [Theory]
    [InlineData(nameof(Mutant.BlindProjection))]
    [InlineData(nameof(Mutant.MovingKey))]
    public void A_projection_that_is_broken_on_purpose_is_caught(string brokenBy)
    {
        var mutant = Enum.Parse<Mutant>(brokenBy);

        var caught = Enumerable
            .Range(1, Schedules)
            .Select(seed => ProjectionSchedule.Run(seed, mutant))
            .First(result => result.Violations.Any(violation => violation.Rule == Rule.InboxIsFold));

        output.WriteLine($"{mutant} is caught at seed {caught.Seed}: {string.Join("; ", caught.Violations)}");
    }
}
