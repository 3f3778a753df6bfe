using Cruddur.Proof.Mutants;
using Cruddur.Proof.PowerCut;

namespace Cruddur.Proof.Tests.PowerCut;

/// <summary>The embedded engine on a disk that forgets what was not flushed.</summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    private const int States = 5_000;

    [Fact]
    public async Task Whatever_a_power_cut_leaves_what_was_acknowledged_is_there_and_nothing_by_half()
    {
        var totals = await PowerCutTotals.RunAllAsync(Setting.Seeds(States));

        output.WriteLine(totals.ToString());
        Assert.True(totals.Failed.Count == 0, totals.Failed.MinBy(failed => failed.Seed)?.ToString());
    }

    [Fact]
    public async Task A_seed_repeats_its_load_to_the_last_operation_of_the_disk()
    {
        var first = await PowerCutTrace.RecordAsync(1, Mutant.None);
        var second = await PowerCutTrace.RecordAsync(1, Mutant.None);

        Assert.Equal(Places(first), Places(second));
        Assert.Equal(first.Acknowledged, second.Acknowledged);

        // Not the bytes: SQLite salts its log at random, the engine writes the time.
        static object[] Places(PowerCutTrace trace) =>
            [.. trace.Disk.Trace.Operations.Select(one => (one.Action, one.File, one.Offset, one.Bytes?.Length))];
    }

    [Theory]
    [InlineData(nameof(Mutant.CommitWithoutFlush))]
    [InlineData(nameof(Mutant.AcknowledgedBeforeCommit))]
    public async Task An_engine_that_is_broken_on_purpose_is_caught(string brokenBy)
    {
        var mutant = Enum.Parse<Mutant>(brokenBy);

        var totals = await PowerCutTotals.RunAllAsync(Enumerable.Range(1, PowerCutTrace.States), mutant);

        output.WriteLine($"{mutant}: {totals}");
        Assert.NotEmpty(totals.Failed);
        output.WriteLine($"caught by {totals.Failed.MinBy(failed => failed.Seed)}");
    }
}
