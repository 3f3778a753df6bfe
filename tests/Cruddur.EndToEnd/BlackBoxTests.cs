using Cruddur.EndToEnd.Support;
using Cruddur.Proof.BlackBox;

namespace Cruddur.EndToEnd;

/// <summary>Three servers on one table, killed, stopped and cut off while eight devices send. See docs/proof.md.</summary>
public sealed class BlackBoxTests(ITestOutputHelper output)
{
    private const int Messages = 300;

    [Fact]
    public async Task Whatever_happens_to_servers_and_connections_nothing_is_lost_doubled_or_out_of_order()
    {
        var setup = BoxSetup.Of(Checkout.Root);
        var isGate = Environment.GetEnvironmentVariable("CI") == "true";
        Assert.SkipWhen(setup.Missing is not null && !isGate, setup.Missing ?? "");

        var result = await BoxRun.RunAsync(setup, seed: 1, Messages);

        output.WriteLine(result.ToString());
        Assert.True(result.Violations.Count == 0, result.ToString());
        Assert.Equal(Messages, result.Acknowledged);
        Assert.All(
            Enum.GetValues<BoxFault>()
                .Where(fault => fault != BoxFault.ClockOff || setup.FakeTime is not null || isGate),
            fault => Assert.True(result.Faults[fault] > 0, $"{fault} never came")
        );
    }
}
