using Cruddur.Inbox;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Inbox;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

/// <summary>Leases of a server in trouble: kept while it fails, and given back when it stops.</summary>
public sealed class StreamLeaseTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryTable _memory = new();
    private readonly ModelStreams _streams;

    public StreamLeaseTests() => _streams = new ModelStreams(_memory);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_fails_again_and_again_renews_its_lease_in_time()
    {
        _streams.Open("shard-0");
        var world = new InboxWorld(_memory, _time);
        await world.SendAsync(await world.OpenAsync(), 1);
        await _streams.FollowAsync();
        List<DateTimeOffset> renewals = [];
        await using var one = Start(
            "one",
            (write, _) =>
            {
                if (write.Key.Partition.StartsWith("GRP#", StringComparison.Ordinal))
                {
                    throw new StorageException(StorageFault.Unavailable, "injected");
                }
                if (IsLease(write))
                {
                    renewals.Add(_time.GetUtcNow());
                }
                return Task.CompletedTask;
            }
        );

        await OnceAsync(() => Task.FromResult(renewals.Count >= 12), "it renews");

        Assert.All(
            renewals.Zip(renewals.Skip(1), (one, next) => next - one),
            pause => Assert.True(pause < StreamWorker.LeaseTime, $"It did not renew for {pause}.")
        );
    }

    [Fact]
    public async Task A_shard_that_was_taken_before_the_look_failed_is_given_back_before_the_stop_ends()
    {
        _streams.Open("shard-0");
        _streams.Open("shard-1");
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (isStopping, isHeld) = (false, false);
        var one = Start("one", Before);
        await OnceAsync(async () => (await LeasesAsync()).Length == 1, "the first is taken");
        await OnceAsync(() => Task.FromResult(one.Worker.IsFailing), "the look failed at the second");

        isStopping = true;
        var stopping = one.DisposeAsync().AsTask();
        await Eventually.True(() => Task.FromResult(isHeld || stopping.IsCompleted), "it gives back");
        Assert.False(stopping.IsCompleted, "It did not wait for the shard.");
        release.SetResult();
        await stopping;

        Assert.True(Assert.Single(await LeasesAsync()).Until <= _time.GetUtcNow());

        Task Before(Write write, CancellationToken cancellationToken)
        {
            if (!IsLease(write))
            {
                return Task.CompletedTask;
            }
            if (write.Key.Sort.EndsWith("shard-1", StringComparison.Ordinal))
            {
                throw new StorageException(StorageFault.Unavailable, "injected");
            }
            if (!isStopping)
            {
                return Task.CompletedTask;
            }
            isHeld = true;
            return release.Task;
        }
    }

    private static bool IsLease(Write write) => write.Key.Sort.StartsWith("SHARD#", StringComparison.Ordinal);

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

    private StreamServer Start(string name, Func<Write, CancellationToken, Task> beforeWrite) =>
        new(name, _memory, _streams, _time, beforeWrite);
}
