using Cruddur.Activities;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Activities;

public abstract partial class ActivitiesContract
{
    [Fact]
    public async Task To_like_twice_is_to_like_once_and_so_is_not_to()
    {
        var post = await PostAsync(_alice, "hello");

        async Task ShouldBe(bool liked, long count, Guid user)
        {
            var answer = await SetLikedAsync(post.Uuid, user, liked);
            Assert.Equal((count, liked), (answer.LikesCount, answer.IsLiked));
            var seen = await _activities.FindAsync(post.Uuid, user, Cancel);
            Assert.Equal((count, liked), (seen!.LikesCount, seen.IsLiked));
        }
        await ShouldBe(false, 0, _bob);
        await ShouldBe(true, 1, _bob);
        await ShouldBe(true, 1, _bob);
        await ShouldBe(true, 2, _alice);
        await ShouldBe(false, 1, _bob);
        await ShouldBe(false, 1, _bob);

        var home = (await _activities.ListHomeAsync(Page(reader: _bob), Cancel)).Activities;
        Assert.Equal((1, false), (Assert.Single(home).LikesCount, home[0].IsLiked));
        home = (await _activities.ListHomeAsync(Page(reader: _alice), Cancel)).Activities;
        Assert.True(Assert.Single(home).IsLiked);
        home = (await _activities.ListHomeAsync(Page(), Cancel)).Activities;
        Assert.Null(Assert.Single(home).IsLiked);
    }

    [Fact]
    public async Task Replies_are_under_their_post_the_oldest_first_and_in_no_other_list()
    {
        var post = await PostAsync(_alice, "who comes along?");
        var first = await ReplyAsync(_bob, post, "I do");
        Time.Advance(TimeSpan.FromMinutes(1));
        await ReplyAsync(_alice, post, "fine");
        Time.Advance(TimeSpan.FromMinutes(1));
        await ReplyAsync(_bob, post, "where?");

        var page = await _activities.ListRepliesAsync(post.Uuid, Page(limit: 2), Cancel);
        Assert.Equal(["I do", "fine"], Words(page));
        var rest = await _activities.ListRepliesAsync(post.Uuid, Page(limit: 2, page.Next), Cancel);
        Assert.Equal(["where?"], Words(rest));
        Assert.Null(rest.Next);
        Assert.Equal(["who comes along?"], await HomeAsync());
        Assert.Equal(["who comes along?"], Words(await _activities.ListOfUserAsync(_alice, Page(), Cancel)));
        Assert.Equal(3, (await _activities.FindAsync(post.Uuid, null, Cancel))!.RepliesCount);
        Assert.Equal(post.Uuid, first.ReplyToUuid);
        Assert.Equal(post.ExpiresAt, first.ExpiresAt);
    }

    [Fact]
    public async Task A_reply_counts_once_however_often_it_is_sent_and_not_when_it_is_taken_back()
    {
        var post = await PostAsync(_alice, "hello");
        var uuid = TestUuid.Next();
        var reply = await ReplyAsync(_bob, post, "hi", uuid);
        Time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(reply, await ReplyAsync(_bob, post, "hi", uuid));
        await ReplyAsync(_bob, post, "anybody?");
        Assert.Equal(2, (await _activities.FindAsync(post.Uuid, null, Cancel))!.RepliesCount);

        Assert.Equal(DeleteActivityResult.NotTheirs, await _activities.DeleteAsync(uuid, _alice, Cancel));
        Assert.Equal(DeleteActivityResult.Deleted, await _activities.DeleteAsync(uuid, _bob, Cancel));
        Assert.Equal(DeleteActivityResult.Deleted, await _activities.DeleteAsync(uuid, _bob, Cancel));

        Assert.Equal(1, (await _activities.FindAsync(post.Uuid, null, Cancel))!.RepliesCount);
        Assert.Equal(["anybody?"], Words(await _activities.ListRepliesAsync(post.Uuid, Page(), Cancel)));
        await NowhereAsync(uuid);
    }

    [Fact]
    public async Task A_reply_can_be_liked_but_not_replied_to()
    {
        var post = await PostAsync(_alice, "hello");
        var reply = await ReplyAsync(_bob, post, "hi");

        Assert.Equal(1, (await SetLikedAsync(reply.Uuid, _alice, isLiked: true)).LikesCount);
        var refused = await _activities.ReplyAsync(
            new NewReply(TestUuid.Next(), _alice, reply.Uuid, Text("hi again")),
            Cancel
        );
        Assert.Equal(post.Uuid, Assert.IsType<PostResult.ReplyToReply>(refused).PostUuid);
    }

    [Fact]
    public async Task Many_who_like_and_reply_at_once_through_two_servers_are_all_counted()
    {
        var post = await PostAsync(_alice, "hello");
        var another = OpenAnother();
        const int rounds = 12;

        async Task ActAsync(IActivities activities, Guid user)
        {
            for (var i = 0; i < rounds; i++)
            {
                await activities.SetLikedAsync(post.Uuid, user, isLiked: i % 2 == 0, Cancel);
                await activities.ReplyAsync(new NewReply(TestUuid.Next(), user, post.Uuid, Text($"{i}")), Cancel);
            }
            await activities.SetLikedAsync(post.Uuid, user, isLiked: true, Cancel);
        }
        await Task.WhenAll(
            Task.Run(() => ActAsync(_activities, _alice), Cancel),
            Task.Run(() => ActAsync(another, _bob), Cancel),
            // The same person from two devices.
            Task.Run(() => ActAsync(another, _alice), Cancel)
        );

        var seen = await _activities.FindAsync(post.Uuid, null, Cancel);
        Assert.Equal((2, 3 * rounds), (seen!.LikesCount, seen.RepliesCount));
        Assert.Equal(
            3 * rounds,
            (await AllAsync(query => _activities.ListRepliesAsync(post.Uuid, query, Cancel), 10)).Count
        );
    }
}
