using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Cruddur.Tests.Inbox;

/// <summary>In a feed of this process too, an entry that can never be applied is set aside and stops no other inbox.</summary>
public sealed class SettingAsideTests : IDisposable
{
    private readonly HurriedTimeProvider _time = new();

    // The pauses behind faults too are over at once.
    private readonly HurriedTimeProvider _loopTime = new(longest: TimeSpan.FromMinutes(1));
    private readonly MemoryTable _memory = new();
    private readonly InterceptedTable _table;
    private readonly CapturedLog _log = new();
    private readonly InboxWorld _world;

    public SettingAsideTests()
    {
        _table = new InterceptedTable(_memory);
        _world = new InboxWorld(_memory, _time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Those_before_and_behind_it_are_applied_and_it_stays_in_the_table_under_its_position()
    {
        var group = await _world.OpenAsync();
        await _world.SendAsync(group, 2);
        var broken = await PutBrokenAsync();
        var position = (await _memory.ReadAsync(null, 1000, Cancel)).Next;
        await _world.SendAsync(group, 2);

        await using var running = new Running(NewLoop());

        await FollowsAsync(group, 4);
        var aside = Assert.Single(await PoisonAsync());
        Assert.Equal(position, aside.Key.Sort);
        Assert.Equal(broken.Partition, aside.Text("record_pk"));
        Assert.Equal(broken.Sort, aside.Text("record_sk"));
        Assert.Contains("There is no GROUP#", aside.Text("reason"), StringComparison.Ordinal);
        Assert.Contains(" 3033 ", _log.Text, StringComparison.Ordinal);
        await _world.SendAsync(group, 1);
        await FollowsAsync(group, 5);
        Assert.DoesNotContain(" 3000 ", _log.Text, StringComparison.Ordinal);
        Assert.Single(await PoisonAsync());
    }

    [Fact]
    public async Task As_long_as_it_cannot_be_set_aside_nothing_goes_on_without_it()
    {
        var group = await _world.OpenAsync();
        await PutBrokenAsync();
        await _world.SendAsync(group, 1);
        var refusals = 0;
        _table.BeforeWrite = (write, _) =>
        {
            if (write.Key.Partition == PoisonRecord.Partition)
            {
                Interlocked.Increment(ref refusals);
                throw new StorageException(StorageFault.Unavailable, "injected");
            }
            return Task.CompletedTask;
        };
        var loop = NewLoop();
        await using (new Running(loop))
        {
            await Eventually.True(() => Task.FromResult(Volatile.Read(ref refusals) > 3), "it tries again and again");
            Assert.True(loop.IsFailing);
        }
        Assert.Null(loop.SavedPosition);
        _table.BeforeWrite = (_, _) => Task.CompletedTask;

        await using var again = new Running(NewLoop());

        await Eventually.True(async () => (await PoisonAsync()).Count == 1, "it is set aside");
        await FollowsAsync(group, 1);
    }

    /// <summary>An entry of a group that is not there.</summary>
    private async Task<Key> PutBrokenAsync()
    {
        var entry = new MessageEntry(
            TestUuid.Next(),
            1,
            TestUuid.Next(),
            InboxWorld.Alice,
            "lost",
            _time.GetUtcNow(),
            new MessageCounts(1, 0)
        ).ToItem();
        await _memory.WriteAsync(new Write.Put(entry, Condition.NotExists), Cancel);
        return entry.Key;
    }

    private ProjectionLoop NewLoop() =>
        new(
            _table,
            _memory,
            new InboxProjector(_table, new MessageGroupStore(_table, _time), _time),
            _loopTime,
            LoggerFactory.Create(log => log.AddProvider(_log)).CreateLogger<ProjectionLoop>()
        );

    private async Task<IReadOnlyList<Item>> PoisonAsync() =>
        (
            await _memory.QueryAsync(new Query(PoisonRecord.Partition, SortRange.All, 100, Consistency.Strong), Cancel)
        ).Items;

    private Task FollowsAsync(MessageGroup group, long seq) =>
        Eventually.True(
            async () => (await _world.RowAsync(group, InboxWorld.Bob))!.Number(InboxRow.LastSeqName) == seq,
            $"the row reaches {seq}"
        );

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _loop;

        public Running(ProjectionLoop loop) => _loop = loop.RunAsync(_stop.Token);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _loop;
            _stop.Dispose();
        }
    }
}
