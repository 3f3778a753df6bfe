using Cruddur.Inbox;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Inbox;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

/// <summary>What the stream no longer has is marked as lost, before anything says that all is well.</summary>
public sealed class StreamLossTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryTable _memory = new();
    private readonly ModelStreams _streams;
    private readonly InboxWorld _world;

    public StreamLossTests()
    {
        _streams = new ModelStreams(_memory);
        _world = new InboxWorld(_memory, _time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_that_are_no_longer_kept_are_marked_as_lost()
    {
        await LoseAsync();

        await using var two = Start("two");

        await OnceAsync(IsMarkedAsync, "the loss is marked");
    }

    [Fact]
    public async Task As_long_as_it_cannot_be_marked_no_checkpoint_forgets_it()
    {
        await LoseAsync();
        var checkpoint = (await LeaseAsync())!.Checkpoint;
        Assert.NotNull(checkpoint);
        var refusals = 0;

        await using (Start("two", NoMarks))
        {
            await OnceAsync(() => Task.FromResult(Volatile.Read(ref refusals) > 30), "it tries for a while");
        }

        Assert.False(await IsMarkedAsync());
        Assert.Equal(checkpoint, (await LeaseAsync())!.Checkpoint);
        await using var three = Start("three");
        await OnceAsync(IsMarkedAsync, "the loss is marked");

        Task NoMarks(Write write, CancellationToken cancellationToken)
        {
            if (!write.Key.Sort.Equals("LOST", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }
            Interlocked.Increment(ref refusals);
            throw new StorageException(StorageFault.Unavailable, "injected");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_shard_that_is_gone_is_a_loss_unless_it_was_read_to_its_end(bool isFinished)
    {
        _streams.Open("shard-0");
        var old = new ShardLease("old", "gone", _time.GetUtcNow(), 1, "7", isFinished);
        await _memory.WriteAsync(old.TakeFirst(), Cancel);

        await using var one = Start("one");
        await OnceAsync(async () => (await LeasesAsync()).All(lease => lease.ShardId != "old"), "it is forgotten");

        Assert.Equal(!isFinished, await IsMarkedAsync());
    }

    /// <summary>As after a weekend in which the machine was suspended.</summary>
    [Fact]
    public async Task A_shard_that_is_gone_under_its_reader_is_let_go_and_marked_as_lost()
    {
        _streams.Open("old");
        await using var one = Start("one");
        await OnceAsync(async () => (await LeasesAsync()).Length == 1, "it reads");

        _streams.Remove("old");
        _streams.Open("new");

        await OnceAsync(async () => (await LeaseAsync())?.ShardId == "new", "the old one is forgotten");
        Assert.True(await IsMarkedAsync());
        await OnceAsync(() => Task.FromResult(!one.Worker.IsFailing), "it is well");
    }

    /// <summary>A checkpoint, and behind it records that the stream has no more.</summary>
    private async Task LoseAsync()
    {
        _streams.Open("shard-0");
        var group = await _world.OpenAsync();
        await _world.SendAsync(group, 1);
        await _streams.FollowAsync();
        await using (Start("one"))
        {
            await OnceAsync(
                async () => (await _world.RowAsync(group, InboxWorld.Alice))!.Number(InboxRow.LastSeqName) == 1,
                "it follows"
            );
        }
        await _world.SendAsync(group, 3);
        await _streams.FollowAsync();
        _streams.Trim();
    }

    private async Task<bool> IsMarkedAsync() => await LostChanges.FindAsync(_memory, Cancel) is not null;

    private async Task<ShardLease?> LeaseAsync() => (await LeasesAsync()) is [var only] ? only : null;

    private async Task<ShardLease[]> LeasesAsync() =>
        [.. (await _memory.QueryAsync(ShardLease.All, Cancel)).Items.Select(ShardLease.FromItem)];

    private Task OnceAsync(Func<Task<bool>> condition, string what) =>
        Eventually.True(
            async () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(500));
                return await condition();
            },
            what
        );

    private StreamServer Start(string name, Func<Write, CancellationToken, Task>? beforeWrite = null) =>
        new(name, _memory, _streams, _time, beforeWrite ?? ((_, _) => Task.CompletedTask));
}
