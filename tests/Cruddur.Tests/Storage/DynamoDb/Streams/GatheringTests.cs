using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

/// <summary>
/// Entries that come one at a time are gathered and applied at once. All of it happens inside the clock's Advance, as
/// nothing here waits for anything else.
/// </summary>
public sealed class GatheringTests
{
    private static readonly Guid Alice = Guid.Parse("a11ce000-0000-4000-8000-000000000001");
    private static readonly Guid Bob = Guid.Parse("b0b00000-0000-4000-8000-000000000002");
    private static readonly TimeSpan Typing = TimeSpan.FromMilliseconds(60);

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryTable _memory = new();
    private readonly ModelStreams _streams;
    private readonly MessageGroupStore _groups;
    private readonly MessageSender _sender;
    private readonly TableMeter _meter = new();

    public GatheringTests()
    {
        _streams = new ModelStreams(_memory) { PageSize = 1000 };
        _streams.Open("shard-0");
        _groups = new MessageGroupStore(_memory, _time);
        _sender = new MessageSender(_memory, _groups, new MessageLog(_memory), _time, new Random(1));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private long Updates => _meter.Of("GRP").Calls;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    public async Task A_burst_is_applied_once_when_the_window_has_passed(int burst)
    {
        await using var server = Start("one");
        await SendAsync(burst, Typing);
        Assert.Equal(0, Updates);

        // It begins with the first record that is read.
        _time.Advance(InboxProjector.GatheringWindow * 2);

        Assert.Equal(2, Updates);
        Assert.Equal(burst, await LastSeqAsync());
    }

    [Fact]
    public async Task What_comes_later_than_the_window_is_another_burst()
    {
        await using var server = Start("one");
        await SendAsync(3, InboxProjector.GatheringWindow * 2);

        Assert.Equal(3 * 2, Updates);
    }

    [Fact]
    public async Task So_many_entries_are_enough_and_do_not_wait_for_the_window()
    {
        await SendAsync(InboxProjector.MostGathered, TimeSpan.Zero);

        await using var server = Start("one");

        Assert.Equal(2, Updates);
    }

    [Fact]
    public async Task What_changes_no_inbox_begins_no_window_that_would_cut_a_burst_in_two()
    {
        await using var server = Start("one");
        await SendAsync(1, InboxProjector.GatheringWindow * 2);
        _meter.Reset();
        await _memory.WriteAsync(new Write.Put(new Item(new Key("OTHER", "1"), []), Condition.None), Cancel);
        await _streams.FollowAsync();
        _time.Advance(InboxProjector.GatheringWindow - Typing);

        // Nearly a window long: one that began before it would end in its midst.
        await SendAsync(15, Typing);
        _time.Advance(InboxProjector.GatheringWindow * 2);

        Assert.Equal(2, Updates);
    }

    [Fact]
    public async Task A_server_that_stops_within_the_window_leaves_what_it_gathered_behind_its_checkpoint()
    {
        await using (Start("one"))
        {
            await SendAsync(5, Typing);
        }
        Assert.Equal(0, Updates);
        Assert.Null(Assert.Single(await LeasesAsync()).Checkpoint);

        await using var two = Start("two");
        _time.Advance(InboxProjector.GatheringWindow * 2);

        Assert.Equal(5, await LastSeqAsync());
    }

    [Fact]
    public async Task An_iterator_that_grows_too_old_within_the_window_loses_nothing_and_repeats_nothing()
    {
        await using var server = Start("one");
        await SendAsync(3, Typing);
        _time.Advance(InboxProjector.GatheringWindow / 2);
        _streams.ExpireIterators();
        await SendAsync(2, Typing);

        _time.Advance(InboxProjector.GatheringWindow * 2);

        Assert.Equal(5, await LastSeqAsync());
        Assert.Equal(2, Updates);
    }

    [Fact]
    public async Task A_failure_to_apply_what_was_gathered_is_tried_again()
    {
        await using var server = Start("one");
        server.Table.BeforeWrite = (write, _) =>
            write.Key.Partition.StartsWith("GRP#", StringComparison.Ordinal)
                ? throw new StorageException(StorageFault.Unavailable, "injected")
                : Task.CompletedTask;
        await SendAsync(2, InboxProjector.GatheringWindow * 2);
        Assert.True(server.Worker.IsFailing);

        server.Table.BeforeWrite = (_, _) => Task.CompletedTask;
        _time.Advance(InboxProjector.GatheringWindow * 3);

        Assert.False(server.Worker.IsFailing);
        Assert.Equal(2, await LastSeqAsync());
    }

    [Fact]
    public async Task Gathering_without_end_keeps_the_lease()
    {
        await using var one = Start("one");
        await using var two = Start("two");

        await SendAsync(200, InboxProjector.GatheringWindow / 3);

        var lease = Assert.Single(await LeasesAsync());
        Assert.Equal(("one", 1), (lease.Owner, lease.Fence));
        Assert.True(lease.Until > _time.GetUtcNow());
    }

    /// <summary>So many messages into one group, each in the stream at once, and the pause after each.</summary>
    private async Task SendAsync(int count, TimeSpan pause)
    {
        var group = (await _groups.OpenDirectAsync(Alice, Bob, Cancel)).Uuid;
        var text = ((MessageTextResult.Valid)MessageText.Parse("Shall we meet at eight?")).Text;
        for (var i = 0; i < count; i++)
        {
            var request = new SendRequest(group, Alice, TestUuid.Next(), null, text);
            Assert.IsType<SendResult.Sent>(await _sender.SendAsync(request, Cancel));
            await _streams.FollowAsync();
            _time.Advance(pause);
        }
    }

    private async Task<long> LastSeqAsync()
    {
        var group = await _groups.OpenDirectAsync(Alice, Bob, Cancel);
        return (await new InboxReader(_memory).FindAsync(Bob, group.Uuid, Cancel))!.LastSeq;
    }

    private async Task<ShardLease[]> LeasesAsync() =>
        [.. (await _memory.QueryAsync(ShardLease.All, Cancel)).Items.Select(ShardLease.FromItem)];

    private StreamServer Start(string name) =>
        new(name, new MeteredTable(_memory, _meter.Count), _streams, _time, (_, _) => Task.CompletedTask);
}
