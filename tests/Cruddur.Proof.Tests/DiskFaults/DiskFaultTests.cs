using Cruddur.Proof.DiskFaults;
using Cruddur.Proof.Mutants;

namespace Cruddur.Proof.Tests.DiskFaults;

/// <summary>The embedded engine on a disk that fails, is full or is slow.</summary>
public sealed class DiskFaultTests(ITestOutputHelper output)
{
    private const int Points = 100;

    [Fact]
    public async Task Whatever_fails_the_engine_says_so_and_what_was_acknowledged_is_there_when_it_is_opened_again()
    {
        var totals = await DiskFaultTotals.RunAllAsync(Setting.Seeds(Points));

        output.WriteLine(totals.ToString());
        Assert.True(totals.Failed.Count == 0, totals.Failed.MinBy(failed => failed.Seed)?.ToString());
    }

    [Fact]
    public async Task An_engine_that_tries_a_failed_commit_again_is_caught()
    {
        var totals = await DiskFaultTotals.RunAllAsync(Enumerable.Range(1, Points), Mutant.RetriedCommit);

        output.WriteLine($"{Mutant.RetriedCommit}: {totals}");
        // Lost, and not only that nobody was told of the failure.
        Assert.Contains(
            totals.Failed,
            failed => failed.Violation!.Contains("was acknowledged", StringComparison.Ordinal)
        );
    }
}
