using Cruddur.EndToEnd.Support;
using Cruddur.Proof.BlackBox;
using Cruddur.Proof.Histories;

namespace Cruddur.EndToEnd;

/// <summary>Three servers on one table, killed, stopped and cut off while eight devices send. See docs/proof.md.</summary>
public sealed class BlackBoxTests(ITestOutputHelper output)
{
    private const int Messages = 300;

    private static readonly BoxSetup Setup = BoxSetup.Of(Checkout.Root);
    private static readonly bool IsGate = Environment.GetEnvironmentVariable("CI") == "true";

    [Fact]
    public async Task Whatever_happens_to_servers_and_connections_nothing_is_lost_doubled_or_out_of_order()
    {
        Assert.SkipWhen(Setup.Missing is not null && !IsGate, Setup.Missing ?? "");

        var result = await BoxRun.RunAsync(Setup, seed: 1, Messages);

        output.WriteLine(result.ToString());
        Assert.True(result.Violations.Count == 0, result.ToString());
        Assert.Equal(Messages, result.Acknowledged);
        Assert.All(
            Enum.GetValues<BoxFault>()
                .Where(fault => fault != BoxFault.ClockOff || Setup.FakeTime is not null || IsGate),
            fault => Assert.True(result.Faults[fault] > 0, $"{fault} never came")
        );
    }

    [Fact]
    public async Task Servers_that_put_messages_whatever_is_in_their_place_are_caught()
    {
        Assert.SkipWhen(Setup.Missing is not null && !IsGate, Setup.Missing ?? "");

        var result = await BoxRun.RunAsync(Setup, seed: 1, messages: 60, isBroken: true);

        output.WriteLine(result.ToString());
        Assert.Contains(Rule.AcknowledgedStays, result.Violations.Select(violation => violation.Rule));
    }
}
