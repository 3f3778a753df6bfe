using Cruddur.Proof.Histories;
using Cruddur.Proof.Live;
using Cruddur.Proof.Mutants;

namespace Cruddur.Proof.Tests.Live;

/// <summary>Streams that are cut at every event. See docs/proof.md.</summary>
public sealed class LiveCutsTests(ITestOutputHelper output)
{
    private const int Histories = 1000;

    [Fact]
    public void Wherever_a_stream_is_cut_its_client_ends_with_the_log_each_message_once_and_in_order()
    {
        var totals = LiveCuts.RunAll(Setting.Seeds(Histories));

        output.WriteLine(totals.ToString());
        Assert.True(totals.Failed.Count == 0, string.Join('\n', totals.Failed.Take(3)));
        Assert.True(totals.Cuts > 10 * totals.Runs, "too few cuts");
    }

    [Theory]
    [InlineData(nameof(Mutant.NoEventIds))]
    [InlineData(nameof(Mutant.SnapshotBeforeSubscription))]
    [InlineData(nameof(Mutant.NoSecondPublish))]
    public void A_product_that_is_broken_on_purpose_is_caught(string brokenBy)
    {
        var mutant = Enum.Parse<Mutant>(brokenBy);

        var caught = Enumerable
            .Range(1, Histories)
            .Select(seed => LiveCuts.Run(seed, mutant))
            .First(run => run.Violations.Any(violation => violation.Rule == Rule.LiveIsLog));

        output.WriteLine($"{mutant} is caught at seed {caught.Seed}: {caught.Violations[0]}");
    }
}
