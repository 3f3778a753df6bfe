using Cruddur.Inbox;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Inbox;

/// <summary>Inboxes after the projector stood still, after the feed came again in any order, and after it lost changes.</summary>
public sealed class RebuildTests
{
    private const int Count = 1000;

    private static readonly Guid Alice = InboxWorld.Alice;
    private static readonly Guid Bob = InboxWorld.Bob;

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryTable _table = new();
    private readonly InboxWorld _world;

    public RebuildTests() => _world = new InboxWorld(_table, _time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_projector_that_stood_still_for_a_thousand_messages_brings_the_inboxes_up()
    {
        var group = await _world.OpenAsync();
        await _world.SendAsync(group, 3);
        await using (Start())
        {
            await OnceAtAsync(group, 3);
        }
        await _world.SendAsync(group, Count);

        await using (Start())
        {
            await OnceAtAsync(group, Count + 3);
        }

        await _world.AssertIsFoldAsync(group, Alice, readSeq: 0);
        await _world.AssertIsFoldAsync(group, Bob, readSeq: 0);
    }

    [Fact]
    public async Task A_feed_that_comes_again_twice_and_shuffled_changes_nothing()
    {
        var group = await _world.OpenAsync();
        await _world.SendAsync(group, Count);
        await _world.FollowAsync(group);
        await _world.Marks.MarkAsync(group.Uuid, Alice, 400, Cancel);
        var rows = (await _world.RowAsync(group, Alice), await _world.RowAsync(group, Bob));
        var feed = (await _table.ReadAsync(null, 10_000, Cancel)).Changes;

        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            var again = feed.Concat(feed).OrderBy(_ => random.Next()).ToList();
            foreach (var batch in again.Chunk(random.Next(1, 100)))
            {
                await _world.Projector.ApplyAsync(batch, Cancel);
            }
            Assert.Equal(rows, (await _world.RowAsync(group, Alice), await _world.RowAsync(group, Bob)));
        }
        await _world.AssertIsFoldAsync(group, Alice, readSeq: 400);
        await _world.AssertIsFoldAsync(group, Bob, readSeq: 0);
    }

    [Fact]
    public async Task A_feed_that_lost_changes_starts_a_comparison_of_all_inboxes()
    {
        using var directory = new TableUserDirectory(_table, _time);
        foreach (var (uuid, handle) in new[] { (Alice, "alice"), (Bob, "bob") })
        {
            var profile = new UserProfile(uuid, Handle.Parse(handle), DisplayName.Parse(handle), _time.GetUtcNow());
            await directory.CreateAsync(new NewUser(profile), [], Cancel);
        }
        var group = await _world.OpenAsync();
        await _world.SendAsync(group, 3);
        await using (Start())
        {
            await OnceAtAsync(group, 3);
        }
        await _world.SendAsync(group, 5);
        _table.Trim((await _table.ReadAsync(null, 10_000, Cancel)).Next!);
        _time.Advance(TimeSpan.FromDays(1));

        using var log = new CapturedLog();
        // Never by itself.
        await using var sweep = new RunningSweep(_table, TimeSpan.Zero, 1000, _time, log);
        await using var projector = Start();

        await OnceAtAsync(group, 8);
        await _world.AssertIsFoldAsync(group, Alice, readSeq: 0);
        await _world.AssertIsFoldAsync(group, Bob, readSeq: 0);
    }

    [Fact]
    public async Task The_loss_is_marked_before_the_position_moves_behind_it()
    {
        var group = await _world.OpenAsync();
        await using (Start())
        {
            await _world.SendAsync(group, 1);
            await OnceAtAsync(group, 1);
        }
        await _world.SendAsync(group, 2);
        _table.Trim((await _table.ReadAsync(null, 10_000, Cancel)).Next!);
        var before = (await _table.GetAsync(ProjectorPosition.Key, Consistency.Strong, Cancel)).Item;
        var refusals = 0;
        var table = new InterceptedTable(_table)
        {
            BeforeWrite = (_, _) =>
            {
                Interlocked.Increment(ref refusals);
                throw new StorageException(StorageFault.Unavailable, "injected");
            },
        };

        await using (Start(table))
        {
            await TickUntilAsync(() => Task.FromResult(Volatile.Read(ref refusals) > 3), "it tries again and again");
        }

        Assert.Equal(before, (await _table.GetAsync(ProjectorPosition.Key, Consistency.Strong, Cancel)).Item);
        Assert.Null(await LostChanges.FindAsync(_table, Cancel));
        await using (Start())
        {
            await TickUntilAsync(
                async () => await LostChanges.FindAsync(_table, Cancel) is not null,
                "the loss is marked"
            );
        }
    }

    private Task OnceAtAsync(Cruddur.MessageGroups.MessageGroup group, long seq) =>
        TickUntilAsync(
            async () =>
                (await _world.RowAsync(group, Alice))!.Number(InboxRow.LastSeqName) == seq
                && (await _world.RowAsync(group, Bob))!.Number(InboxRow.LastSeqName) == seq,
            $"both rows reach {seq}"
        );

    private Task TickUntilAsync(Func<Task<bool>> condition, string what) =>
        Eventually.True(
            async () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(200));
                return await condition();
            },
            what
        );

    private RunningProjection Start(ITable? table = null) =>
        new(new ProjectionLoop(table ?? _table, _table, _world.Projector, _time, NullLogger<ProjectionLoop>.Instance));

    private sealed class RunningProjection : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _loop;

        public RunningProjection(ProjectionLoop loop) => _loop = loop.RunAsync(_stop.Token);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _loop;
            _stop.Dispose();
        }
    }
}
