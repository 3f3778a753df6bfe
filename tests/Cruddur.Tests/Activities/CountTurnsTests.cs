using Cruddur.Activities;
using Cruddur.Activities.Table;
using Cruddur.Messages;
using Cruddur.Proof.Storage;
using Cruddur.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Activities;

/// <summary>What a server does when DynamoDB refuses its transaction because another one's is in the way.</summary>
public sealed class CountTurnsTests
{
    private readonly Guid _alice = TestUuid.Next();
    private readonly Guid _bob = TestUuid.Next();
    private readonly InterceptedTable _table = new(new MemoryTable());
    private readonly TableActivities _activities;
    private int _conflicts;
    private int _transactions;

    public CountTurnsTests()
    {
        _activities = new(_table, new WaitlessTime(new ManualTimeProvider()), new Random(1));
        _table.BeforeTransaction = (_, _) =>
        {
            _transactions++;
            return _conflicts-- > 0
                ? throw new StorageException(StorageFault.Unavailable, "Another transaction holds an item.")
                : Task.CompletedTask;
        };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static MessageText Text => Assert.IsType<MessageTextResult.Valid>(MessageText.Parse("hello")).Text;

    private async Task<Guid> PostAsync()
    {
        var post = new NewPost(TestUuid.Next(), _alice, Text, ActivityTtl.Default);
        Assert.IsType<PostResult.Posted>(await _activities.PostAsync(post, Cancel));
        return post.Uuid;
    }

    private async Task<(long Likes, long Replies)> CountsAsync(Guid post)
    {
        var found = await _activities.FindAsync(post, null, Cancel);
        return (found!.LikesCount, found.RepliesCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task Who_met_another_transaction_tries_again(int times)
    {
        var post = await PostAsync();

        _conflicts = times;
        Assert.IsType<LikeResult.Done>(await _activities.SetLikedAsync(post, _bob, isLiked: true, Cancel));
        _conflicts = times;
        var reply = new NewReply(TestUuid.Next(), _bob, post, Text);
        Assert.IsType<PostResult.Posted>(await _activities.ReplyAsync(reply, Cancel));
        Assert.Equal((1, 1), await CountsAsync(post));

        _conflicts = times;
        Assert.Equal(DeleteActivityResult.Deleted, await _activities.DeleteAsync(reply.Uuid, _bob, Cancel));
        _conflicts = times;
        Assert.IsType<LikeResult.Done>(await _activities.SetLikedAsync(post, _bob, isLiked: false, Cancel));
        Assert.Equal((0, 0), await CountsAsync(post));
    }

    [Fact]
    public async Task Who_never_gets_through_gives_up_after_ten_times_and_changes_nothing()
    {
        var post = await PostAsync();
        (_conflicts, _transactions) = (int.MaxValue, 0);

        var exception = await Assert.ThrowsAsync<StorageException>(() =>
            _activities.SetLikedAsync(post, _bob, isLiked: true, Cancel)
        );

        Assert.Equal(StorageFault.Unavailable, exception.Fault);
        Assert.Equal(10, _transactions);
        _conflicts = 0;
        Assert.Equal((0, 0), await CountsAsync(post));
        Assert.IsType<LikeResult.Done>(await _activities.SetLikedAsync(post, _bob, isLiked: true, Cancel));
    }
}
