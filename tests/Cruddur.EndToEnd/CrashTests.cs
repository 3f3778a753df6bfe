using System.Globalization;
using Cruddur.EndToEnd.Support;
using Cruddur.Proof.BlackBox;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Kill;
using Cruddur.Proof.Mutants;

namespace Cruddur.EndToEnd;

/// <summary>The server is killed under load, again and again; what it acknowledged is there afterwards, once.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly string Program = BoxSetup.Of(Checkout.Root).ServerProgram;

    // Ten kills each.
    private static readonly int Seeds = Environment.GetEnvironmentVariable("CRUDDUR_SEEDS") is { Length: > 0 } seeds
        ? int.Parse(seeds, CultureInfo.InvariantCulture)
        : 5;

    [Fact]
    public async Task Every_acknowledged_message_survives_kill_9_at_its_sequence_and_none_is_there_twice()
    {
        var results = await KillRun.RunAllAsync(Program, Enumerable.Range(1, Seeds));

        output.WriteLine(string.Join('\n', results));
        Assert.All(results, result => Assert.True(result.Violations.Count == 0, result.ToString()));
        Assert.All(results, result => Assert.True(result.Acknowledged > result.Kills * 20));
    }

    [Fact]
    public async Task A_server_that_lost_what_it_acknowledged_is_caught()
    {
        var result = await KillRun.RunAsync(Program, seed: 1, kills: 2, Mutant.AcknowledgedBeforeCommit);

        output.WriteLine(result.ToString());
        Assert.Contains(Rule.AcknowledgedStays, result.Violations.Select(violation => violation.Rule));
    }
}
