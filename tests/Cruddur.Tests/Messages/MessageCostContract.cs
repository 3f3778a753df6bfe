using Cruddur.Inbox;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Storage.Sqlite;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Messages;

/// <summary>
/// The price of a message, from the send to both inboxes, by what each engine says that its calls cost. The original: 9 write
/// units and half a read unit.
/// </summary>
public abstract class MessageCostContract : IAsyncLifetime
{
    private const int Bursts = 8;

    private MessageCosts _costs = null!;

    // Near the real time: an endpoint outside may look at the time of signatures.
    private protected ManualTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    protected abstract Task<ITable> OpenAsync();

    /// <summary>Brings inboxes to where the log is, as the engine's server would.</summary>
    private protected abstract Task FollowAsync(MessageCosts costs);

    private protected virtual Task StartAsync(MessageCosts costs) => Task.CompletedTask;

    public virtual async ValueTask InitializeAsync()
    {
        _costs = new MessageCosts(await OpenAsync(), Time);
        await StartAsync(_costs);
        await _costs.BeginAsync();
        await FollowAsync(_costs);
        await CountedAsync(2);
        _costs.Inboxes.Reset();
    }

    /// <summary>A row can be read before the answer to its writing is there, and with it what it cost.</summary>
    private Task CountedAsync(int rows) =>
        Eventually.True(() => Task.FromResult(_costs.Inboxes.Of("GRP").Calls >= rows), "all rows are counted");

    public abstract ValueTask DisposeAsync();

    [Theory]
    [InlineData(1, 3.0)]
    [InlineData(5, 1.4)]
    [InlineData(20, 1.1)]
    public async Task A_message_costs_no_more_than_promised_and_no_read(int burst, double most)
    {
        for (var i = 0; i < Bursts; i++)
        {
            await _costs.SendAsync(burst);
            await FollowAsync(_costs);
        }

        await CountedAsync(Bursts * 2);
        var (puts, updates) = (_costs.Sending.Total, _costs.Inboxes.Of("GRP"));
        Assert.Equal(new Cost(0, Bursts * burst), puts.Cost);
        Assert.Equal(new Cost(0, Bursts * 2), updates.Cost);
        var each = (puts.WriteUnits + updates.WriteUnits) / (Bursts * burst);
        Assert.True(each <= most, $"{each} write units a message");
        // All that the projector asked besides is the keeping of its place, which does not grow with the messages.
        Assert.Equal(0, _costs.Inboxes.Of("MSG").Calls + _costs.Inboxes.Of("GROUP").Calls);
    }

    [Theory]
    [InlineData(true, 0.5)]
    [InlineData(false, 1.5)]
    public async Task A_server_that_does_not_know_the_end_of_a_log_reads_it_once(bool knowsTheGroup, double reads)
    {
        await _costs.SendFromElsewhereAsync(knowsTheGroup);

        Assert.Equal(new Cost(reads, 1), _costs.Sending.Total.Cost);
    }

    [Fact]
    public async Task A_text_that_makes_the_entry_larger_than_a_kilobyte_costs_a_unit_more_and_its_inbox_rows_none()
    {
        var longest = EntrySize.LongestTextOf(units: 1);

        await _costs.SendAsync(1, new string('x', longest));
        Assert.Equal(1, _costs.Sending.Total.WriteUnits);
        // A time with zeros at its end takes some bytes less.
        await _costs.SendAsync(1, new string('x', longest + 10));
        Assert.Equal(1 + 2, _costs.Sending.Total.WriteUnits);

        await FollowAsync(_costs);
        await CountedAsync(2);
        Assert.Equal(2, _costs.Inboxes.Of("GRP").WriteUnits);
    }
}

public sealed class MemoryMessageCostTests : MessageCostContract
{
    private readonly MemoryTable _memory = new();

    protected override Task<ITable> OpenAsync() => Task.FromResult<ITable>(_memory);

    private protected override Task FollowAsync(MessageCosts costs) => costs.ApplyAsync(_memory);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class SqliteMessageCostTests : MessageCostContract
{
    private readonly TemporaryDatabase _database = new();
    private IChangeFeed _feed = null!;

    protected override async Task<ITable> OpenAsync()
    {
        var table = await _database.OpenAsync();
        _feed = table;
        return table;
    }

    private protected override Task FollowAsync(MessageCosts costs) => costs.ApplyAsync(_feed);

    public override ValueTask DisposeAsync() => _database.DisposeAsync();
}
