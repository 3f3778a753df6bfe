using Cruddur.Cli.Pricing;
using Cruddur.Inbox;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Cruddur.Tests.Messages;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Storage.DynamoDb;

/// <summary>By the units that DynamoDB itself says were consumed, with the server's own worker on the table's stream.</summary>
public sealed class DynamoDbMessageCostTests(Emulator emulator) : MessageCostContract
{
    private readonly CancellationTokenSource _stop = new();
    private DynamoDbConnection _connection = null!;
    private Task _running = Task.CompletedTask;

    protected override async Task<ITable> OpenAsync()
    {
        var schema = await emulator.MakeTableAsync();
        var endpoint = emulator.Endpoint;
        _connection = await DynamoDbConnection.OpenAsync(
            new DynamoDbSettings(schema, Endpoint: endpoint),
            CancellationToken.None
        );
        return _connection.OpenTable(new UuidSource(TimeProvider.System));
    }

    private protected override Task StartAsync(MessageCosts costs)
    {
        var worker = _connection.OpenProjection(
            costs.ProjectorTable,
            costs.Projector,
            "one",
            Time,
            NullLoggerFactory.Instance
        );
        _running = worker.RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    // Between two messages the clock moves less than the window is long, so all of a burst are in one.
    private protected override Task FollowAsync(MessageCosts costs) =>
        Eventually.True(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(50));
                return costs.InboxesFollowAsync();
            },
            "inboxes follow"
        );

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _connection.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task What_DynamoDB_says_that_a_day_cost_is_what_the_rules_say()
    {
        var day = new ChatDay(People: 5, Messages: 120, Seed: 7);
        var table = new DynamoDbTable(emulator.Client, emulator.Schema, new UuidSource(TimeProvider.System));

        var said = await new ChatDayRun(table).RunAsync(day, CancellationToken.None);
        var reckoned = await new ChatDayRun(new MemoryTable()).RunAsync(day, CancellationToken.None);

        Assert.Equal(reckoned.ByActivity(), said.ByActivity());
        Assert.All(said.ByActivity(), activity => Assert.True(activity.Usage.Calls > 0));
    }
}
