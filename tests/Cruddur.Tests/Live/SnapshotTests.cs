using Cruddur.Inbox;
using Cruddur.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Live;

/// <summary>What a stream tells while the table is slow, or does not answer.</summary>
public sealed class SnapshotTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InterceptedTable _table = null!;
    private TestApp _app = null!;
    private Person _alice = null!;
    private Person _bob = null!;
    private Guid _group;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time, table => _table = new InterceptedTable(table));
        _alice = await _app.SignedInAs("alice");
        _bob = await _app.SignedInAs("bob");
        _group = await _alice.OpenWith(_bob);
    }

    public ValueTask DisposeAsync()
    {
        _goOn.TrySetResult();
        _alice.Dispose();
        _bob.Dispose();
        return _app.DisposeAsync();
    }

    /// <summary>Subscribed behind the reading, or not yet at it, the stream would miss the message.</summary>
    [Fact]
    public async Task A_message_that_is_sent_while_the_rows_are_read_is_told()
    {
        HoldTheRowsOf(_bob);
        await using var stream = await EventStream.OpenAsync(_bob);
        await _read.Task;
        await _alice.Send(_group, "in between");
        await _alice.GroupOnceAt(_group, 1);
        _goOn.SetResult();

        var told = await stream.UntilRowAt(1);

        Assert.Equal("ready heartbeat message.created inbox.changed", told.Types());
    }

    [Fact]
    public async Task Ready_comes_at_once_though_the_table_is_slow()
    {
        HoldTheRowsOf(_bob);
        await using var stream = await EventStream.OpenAsync(_bob);

        Assert.Equal("ready", (await stream.Next()).Type);
        Assert.False(_goOn.Task.IsCompleted);
    }

    [Fact]
    public async Task When_the_rows_cannot_be_read_the_stream_ends_and_comes_back_with_the_cursor_it_had()
    {
        await _alice.Send(_group, "hello");
        await _bob.GroupOnceAt(_group, 1);
        RefuseTheRowsOf(_bob);
        await using (var stream = await EventStream.OpenAsync(_bob))
        {
            var ready = await stream.Next();
            Assert.True(await stream.Ended());
            _table.AfterQuery = (_, _) => Task.CompletedTask;
            await using var again = await EventStream.OpenAsync(_bob, lastEventId: ready.Id);
            Assert.Single(await again.UntilRowAt(1), one => one.Type == "inbox.changed");
        }
    }

    /// <summary>Resumed with a later one, it would never be told what changed meanwhile.</summary>
    [Fact]
    public async Task A_heartbeat_whose_reading_failed_has_the_cursor_of_the_one_before()
    {
        await using var stream = await EventStream.OpenAsync(_bob);
        var before = await stream.Next("heartbeat");
        RefuseTheRowsOf(_bob);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(before.Id, (await stream.Next("heartbeat")).Id);
        _table.AfterQuery = (_, _) => Task.CompletedTask;
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.NotEqual(before.Id, (await stream.Next("heartbeat")).Id, StringComparer.Ordinal);
    }

    private void HoldTheRowsOf(Person person) =>
        _table.AfterQuery = async (query, _) =>
        {
            if (query.Partition == InboxRow.PartitionOf(person.Uuid))
            {
                _read.TrySetResult();
                await _goOn.Task;
            }
        };

    private void RefuseTheRowsOf(Person person) =>
        _table.AfterQuery = (query, _) =>
            query.Partition == InboxRow.PartitionOf(person.Uuid)
                ? Task.FromException(new StorageException(StorageFault.Unavailable, "injected"))
                : Task.CompletedTask;
}
