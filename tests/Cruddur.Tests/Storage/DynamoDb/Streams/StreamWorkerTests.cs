using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

/// <summary>Servers that share the shards of a stream: inboxes follow whoever dies, and whatever the stream does.</summary>
public sealed partial class StreamWorkerTests
{
    private const int Groups = 12;

    private static readonly Guid Alice = Guid.Parse("a11ce000-0000-4000-8000-000000000001");

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryTable _memory = new();
    private readonly ModelStreams _streams;
    private readonly MessageGroupStore _groups;
    private readonly MessageSender _sender;
    private readonly Dictionary<Guid, (Guid Other, long Seq)> _written = [];

    public StreamWorkerTests()
    {
        _streams = new ModelStreams(_memory);
        _groups = new MessageGroupStore(_memory, _time);
        _sender = new MessageSender(_memory, _groups, new MessageLog(_memory), _time, new Random(1));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_server_applies_all_shards_and_after_a_stop_goes_on_behind_its_checkpoints()
    {
        OpenShards(4);
        await WriteAsync(3);
        await using (Start("one"))
        {
            await InboxesFollowAsync();
        }
        await WriteAsync(2);
        _streams.Iterators.Clear();

        await using (Start("one"))
        {
            await InboxesFollowAsync();
        }

        Assert.Equal(4, _streams.Iterators.Count);
        Assert.All(_streams.Iterators, iterator => Assert.NotNull(iterator.After));
    }

    [Fact]
    public async Task Two_servers_share_the_shards_and_one_that_dies_leaves_them_to_the_other()
    {
        OpenShards(4);
        await using var one = Start("one");
        await OwnersAreAsync(("one", 4));
        await WriteAsync(2);
        await using var two = Start("two");
        await OwnersAreAsync(("one", 2), ("two", 2));
        await InboxesFollowAsync();

        // Without letting go of anything.
        two.Die();
        await WriteAsync(2);
        await OwnersAreAsync(("one", 4));

        await InboxesFollowAsync();
    }

    [Fact]
    public async Task A_server_that_only_seemed_dead_cannot_move_a_checkpoint()
    {
        OpenShards(1);
        await WriteAsync(1);
        await using var one = Start("one");
        await InboxesFollowAsync();
        one.Freeze();
        await using var two = Start("two");
        await OwnersAreAsync(("two", 1));
        two.Freeze();
        var lease = Assert.Single(await LeasesAsync());

        one.Thaw();
        await PassAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(lease, Assert.Single(await LeasesAsync()));
        two.Thaw();
        await WriteAsync(1);
        await InboxesFollowAsync();
    }

    [Fact]
    public async Task A_shard_is_read_after_its_parent_and_a_finished_one_never_again()
    {
        _streams.Open("parent");
        await WriteAsync(3);
        _streams.Close("parent");
        _streams.Open("left", "parent");
        _streams.Open("right", "parent");
        await WriteAsync(3);

        await using (var one = Start("one", NoInboxes))
        {
            await PassAsync(TimeSpan.FromSeconds(20));
            Assert.All(_streams.Iterators, iterator => Assert.Equal("parent", iterator.ShardId));
            one.Table.BeforeWrite = (_, _) => Task.CompletedTask;
            await InboxesFollowAsync();
        }
        Assert.True((await LeasesAsync()).Single(lease => lease.ShardId == "parent").IsFinished);
        _streams.Iterators.Clear();
        await using (Start("two"))
        {
            await PassAsync(TimeSpan.FromSeconds(10));
        }
        Assert.DoesNotContain(_streams.Iterators, iterator => iterator.ShardId == "parent");
        Assert.Equal(2, _streams.Iterators.Count);
    }

    private static Task NoInboxes(Write write, CancellationToken cancellationToken) =>
        write.Key.Partition.StartsWith("GRP#", StringComparison.Ordinal)
            ? throw new InvalidOperationException("injected")
            : Task.CompletedTask;

    private void OpenShards(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _streams.Open($"shard-{i}");
        }
    }

    /// <summary>So many messages into each of Alice's groups, and into the stream.</summary>
    private async Task WriteAsync(int count)
    {
        for (var number = 0; number < Groups; number++)
        {
            var other = Guid.Parse($"b0b00000-0000-4000-8000-{number:D12}");
            var group = (await _groups.OpenDirectAsync(Alice, other, Cancel)).Uuid;
            for (var i = 0; i < count; i++)
            {
                var text = ((MessageTextResult.Valid)MessageText.Parse("Shall we meet at eight?")).Text;
                var request = new SendRequest(group, other, TestUuid.Next(), null, text);
                var sent = Assert.IsType<SendResult.Sent>(await _sender.SendAsync(request, Cancel));
                _written[group] = (other, sent.Entry.Seq);
            }
        }
        await _streams.FollowAsync();
    }

    private Task InboxesFollowAsync()
    {
        var inbox = new InboxReader(_memory);
        return OnceAsync(
            async () =>
            {
                foreach (var (group, (other, seq)) in _written)
                {
                    var row = (await inbox.FindAsync(Alice, group, Cancel))!;
                    if (row.LastSeq != seq || (await inbox.FindAsync(other, group, Cancel))!.LastSeq != seq)
                    {
                        return false;
                    }
                    Assert.Equal(seq, row.UnreadCount);
                }
                return true;
            },
            "inboxes follow"
        );
    }

    private Task OwnersAreAsync(params (string Owner, int Shards)[] expected) =>
        OnceAsync(
            async () =>
            {
                var now = _time.GetUtcNow();
                var held = (await LeasesAsync()).Where(lease => lease.Until > now).ToList();
                return held.Count == expected.Sum(one => one.Shards)
                    && expected.All(one => held.Count(lease => lease.Owner == one.Owner) == one.Shards);
            },
            $"shards are held by {string.Join(", ", expected)}"
        );

    private async Task<ShardLease[]> LeasesAsync() =>
        [.. (await _memory.QueryAsync(ShardLease.All, Cancel)).Items.Select(ShardLease.FromItem)];

    private Task OnceAsync(Func<Task<bool>> condition, string what) =>
        Eventually.True(
            async () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
                return await condition();
            },
            what
        );

    private async Task PassAsync(TimeSpan span)
    {
        var end = _time.GetUtcNow() + span;
        await OnceAsync(() => Task.FromResult(_time.GetUtcNow() >= end), "time passes");
    }

    private StreamServer Start(string name, Func<Write, CancellationToken, Task>? beforeWrite = null) =>
        new(name, _memory, _streams, _time, beforeWrite ?? ((_, _) => Task.CompletedTask));
}
