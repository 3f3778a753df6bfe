using System.Text.Json;
using Cruddur.Cli.Pricing;
using Cruddur.Messages;
using Cruddur.Server.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Cruddur.Tests.Cli;

/// <summary><c>cruddur cost</c>: a day of chat and what it would cost.</summary>
public sealed class CostTests
{
    [Fact]
    public async Task A_day_is_reckoned_in_units_and_dollars_beside_the_original()
    {
        var run = await CommandRun.Of("cost", "--people", "6", "--messages", "80", "--json");

        Assert.Equal(0, run.ExitCode);
        var activities = run.Json.GetProperty("activities").EnumerateArray().ToArray();
        var sending = activities[0];
        Assert.Equal(80, sending.GetProperty("write_units").GetDouble());
        var groups = run.Json.GetProperty("message_groups").GetDouble();
        // Each group's log is empty when its first message is sent, which the server finds out once.
        Assert.Equal(groups * 0.5, sending.GetProperty("read_units").GetDouble());
        Assert.Equal(groups * 6, Activity("opening groups").GetProperty("write_units").GetDouble());
        var batches = run.Json.GetProperty("lambda").GetProperty("invocations").GetDouble();
        Assert.Equal(batches * 2, Activity("inboxes").GetProperty("write_units").GetDouble());
        var message = run.Json.GetProperty("message");
        Assert.Equal(1 + batches * 2 / 80, message.GetProperty("write_units").GetDouble(), 3);
        var original = run.Json.GetProperty("original_message");
        Assert.Equal(9, original.GetProperty("write_units").GetDouble());
        Assert.Equal(9 * 0.625 + 0.5 * 0.125, original.GetProperty("dollars_per_million").GetDouble(), 4);
        Assert.InRange(Dollars(message), 0.6, Dollars(original) / 3);
        Assert.Equal(
            run.Json.GetProperty("total").GetProperty("write_units").GetDouble(),
            activities.Sum(activity => activity.GetProperty("write_units").GetDouble())
        );

        JsonElement Activity(string name) =>
            activities.Single(activity => activity.GetProperty("name").GetString() == name);
        double Dollars(JsonElement cost) => cost.GetProperty("dollars_per_million").GetDouble();
    }

    [Fact]
    public async Task The_same_numbers_make_the_same_day_and_another_seed_another()
    {
        string[] day = ["cost", "--people", "8", "--messages", "60"];

        var one = await CommandRun.Of(day);
        var again = await CommandRun.Of(day);
        var other = await CommandRun.Of([.. day, "--seed", "2"]);

        Assert.Equal(one.Out, again.Out);
        Assert.NotEqual(one.Out, other.Out, StringComparer.Ordinal);
        Assert.Contains("a message in the original  0.5         9", one.Out, StringComparison.Ordinal);
        Assert.Contains("60 messages between 8 people", one.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_days_own_time_no_time_out_comes_and_a_wait_before_another_attempt_is_over_at_once()
    {
        var clock = new DayClock();
        using var timeout = new CancellationTokenSource(MessageSender.MaxDuration, clock);

        await Task.Delay(TimeSpan.FromMilliseconds(80), clock, timeout.Token);
        clock.Now += 2 * MessageSender.MaxDuration;

        Assert.False(timeout.IsCancellationRequested);
    }

    [Theory]
    [InlineData("--people", "1")]
    [InlineData("--messages", "0")]
    [InlineData("--seed", "-1")]
    public async Task A_day_that_cannot_be_is_refused(string option, string value)
    {
        var run = await CommandRun.Of("cost", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{option} takes a whole number", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_has_the_messages_that_were_asked_for_and_only_between_friends()
    {
        var turns = new ChatDay(People: 30, Messages: 2000, Seed: 5).Turns();

        Assert.Equal(2000, turns.Sum(turn => turn.Messages));
        Assert.All(turns, turn => Assert.NotEqual(turn.Sender, turn.Other));
        Assert.True(turns.Zip(turns.Skip(1)).All(pair => pair.First.At < pair.Second.At));
        Assert.InRange(turns.Count(turn => turn.Messages == 1) / (double)turns.Count, 0.7, 0.9);
        Assert.InRange(turns.Count(turn => turn.Messages == 20) / (double)turns.Count, 0.02, 0.09);
    }

    [Fact]
    public void Prices_can_be_others_and_none_is_below_nothing()
    {
        var prices = SettingsSetup.Read<CostOptions>(Setting("Cost:WriteUnitPrice", "0.7"));
        Assert.Equal((0.7m, 0.125m), (prices.WriteUnitPrice, prices.ReadUnitPrice));

        var refused = Assert.Throws<OptionsValidationException>(() =>
            SettingsSetup.Read<CostOptions>(Setting("Cost:ReadUnitPrice", "-1"))
        );
        Assert.Contains("Cost:ReadUnitPrice is -1", refused.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Setting(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build();
}
