using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

/// <summary>What the stream, the inboxes and records can have the matter with them.</summary>
public sealed partial class StreamWorkerTests
{
    [Fact]
    public async Task An_iterator_that_is_too_old_is_asked_for_anew_behind_what_was_applied()
    {
        OpenShards(2);
        await WriteAsync(1);
        await using var one = Start("one");
        await InboxesFollowAsync();

        _streams.ExpireIterators();
        await WriteAsync(1);

        await InboxesFollowAsync();
    }

    [Fact]
    public async Task Records_that_are_no_longer_kept_are_passed_over_and_what_comes_then_is_applied()
    {
        OpenShards(1);
        await WriteAsync(1);
        await using (Start("one"))
        {
            await InboxesFollowAsync();
        }
        await WriteAsync(1);
        _streams.Trim();
        await WriteAsync(10);

        await using (Start("one"))
        {
            await InboxesFollowAsync();
        }
    }

    [Fact]
    public async Task A_fault_is_told_and_tried_again_until_it_is_gone()
    {
        OpenShards(2);
        await WriteAsync(1);
        await using (var one = Start("one", NoInboxes))
        {
            await OnceAsync(() => Task.FromResult(one.Worker.IsFailing), "it says so");

            one.Table.BeforeWrite = (_, _) => Task.CompletedTask;

            await InboxesFollowAsync();
            await OnceAsync(() => Task.FromResult(!one.Worker.IsFailing), "it is well again");
        }
    }

    [Fact]
    public async Task A_record_that_cannot_be_applied_is_set_aside_and_those_around_it_are_applied()
    {
        OpenShards(1);
        await WriteAsync(1);
        var broken = new Item(MessageEntry.KeyOf(Alice, 1), [new("message", "without a sender")]);
        await _memory.WriteAsync(new Write.Put(broken, Condition.None), Cancel);
        await _streams.FollowAsync();
        _streams.AddUnreadable("shard-0");
        await WriteAsync(1);

        await using var one = Start("one");
        await InboxesFollowAsync();

        Assert.False(one.Worker.IsFailing);
        var poison = (
            await _memory.QueryAsync(new Query(PoisonRecord.Partition, SortRange.All, 10, Consistency.Strong), Cancel)
        ).Items;
        Assert.Equal(2, poison.Count);
        Assert.Equal(broken.Key.Partition, poison[0].Text("record_pk"));
        Assert.Equal("no such type", poison[1].Text("reason"));
    }

    [Fact]
    public async Task Leases_of_shards_that_are_no_more_are_forgotten_however_many_there_are()
    {
        OpenShards(1);
        await WriteAsync(1);
        await using (Start("one"))
        {
            await InboxesFollowAsync();
        }
        for (var i = 0; i < 1_100; i++)
        {
            var old = new ShardLease($"old-{i:D5}", "gone", _time.GetUtcNow(), 1, "7", IsFinished: true);
            await _memory.WriteAsync(old.TakeFirst(), Cancel);
        }
        await WriteAsync(1);

        await using var two = Start("two");
        await InboxesFollowAsync();

        Assert.Equal("shard-0", Assert.Single(await LeasesAsync()).ShardId);
    }
}
