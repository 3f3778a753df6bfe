using Cruddur.Activities;
using Cruddur.Messages;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Activities;

/// <summary>What <see cref="IActivities"/> must do, wherever it keeps them.</summary>
public abstract partial class ActivitiesContract : IAsyncLifetime
{
    private readonly Guid _alice = TestUuid.Next();
    private readonly Guid _bob = TestUuid.Next();
    private IActivities _activities = null!;

    private protected ManualTimeProvider Time { get; } = new();

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An empty one, with people of these uuids where they have to be known.</summary>
    private protected abstract Task<IActivities> OpenAsync(params Guid[] people);

    /// <summary>As another server of the same store sees it.</summary>
    private protected abstract IActivities OpenAnother();

    /// <summary>Removes a post that is over, as the store does in the end; of what belongs to it some may stay for a while.</summary>
    /// <param name="withCounts">Whether its counts are among what goes first, where the store does not remove all at once.</param>
    private protected abstract Task ForgetAsync(Guid uuid, bool withCounts);

    public async ValueTask InitializeAsync() => _activities = await OpenAsync(_alice, _bob);

    public abstract ValueTask DisposeAsync();

    private static MessageText Text(string text) =>
        Assert.IsType<MessageTextResult.Valid>(MessageText.Parse(text)).Text;

    private static ActivityTtl Ttl(string word)
    {
        Assert.True(ActivityTtl.TryParse(word, out var ttl));
        return ttl;
    }

    private async Task<Activity> PostAsync(Guid author, string text, string ttl = "7-days", Guid? uuid = null)
    {
        var post = new NewPost(uuid ?? TestUuid.Next(), author, Text(text), Ttl(ttl));
        return Assert.IsType<PostResult.Posted>(await _activities.PostAsync(post, Cancel)).Activity;
    }

    private async Task<Activity> ReplyAsync(Guid author, Activity post, string text, Guid? uuid = null)
    {
        var reply = new NewReply(uuid ?? TestUuid.Next(), author, post.Uuid, Text(text));
        return Assert.IsType<PostResult.Posted>(await _activities.ReplyAsync(reply, Cancel)).Activity;
    }

    private async Task<Activity> SetLikedAsync(Guid activityUuid, Guid user, bool isLiked) =>
        Assert.IsType<LikeResult.Done>(await _activities.SetLikedAsync(activityUuid, user, isLiked, Cancel)).Activity;

    private static ActivityQuery Page(int limit = 100, ActivityPlace? after = null, Guid? reader = null) =>
        new(reader, after, limit);

    private async Task<string[]> HomeAsync(Guid? reader = null) =>
        Words(await _activities.ListHomeAsync(Page(reader: reader), Cancel));

    private static string[] Words(ActivityPage page) => [.. page.Activities.Select(activity => activity.Message)];

    [Fact]
    public async Task Posts_are_on_the_home_feed_and_their_authors_the_newest_first()
    {
        var first = await PostAsync(_alice, "one");
        Time.Advance(TimeSpan.FromHours(1));
        await PostAsync(_bob, "two");
        Time.Advance(TimeSpan.FromDays(3));
        await PostAsync(_alice, "three");

        Assert.Equal(["three", "two", "one"], await HomeAsync());
        Assert.Equal(["three", "one"], Words(await _activities.ListOfUserAsync(_alice, Page(), Cancel)));
        Assert.Equal(first with { IsLiked = null }, await _activities.FindAsync(first.Uuid, null, Cancel));
        Assert.Equal(_alice, first.UserUuid);
        Assert.Null(first.ReplyToUuid);
    }

    [Fact]
    public async Task Pages_lead_through_all_posts_of_all_weeks_once()
    {
        var posted = new List<Guid>();
        for (var i = 0; i < 60; i++)
        {
            posted.Add((await PostAsync(_alice, $"post {i}", "30-days")).Uuid);
            // Some at the same moment, the others over four weeks.
            Time.Advance(i % 3 == 0 ? TimeSpan.Zero : TimeSpan.FromHours(17));
        }

        foreach (var limit in new[] { 1, 7, 20, 60 })
        {
            var home = await AllAsync(query => _activities.ListHomeAsync(query, Cancel), limit);
            Assert.Equal(posted.Order(), home.Select(activity => activity.Uuid).Order());
            Assert.Equal(home.OrderByDescending(activity => activity.CreatedAt).Select(Created), home.Select(Created));
            var own = await AllAsync(query => _activities.ListOfUserAsync(_alice, query, Cancel), limit);
            Assert.Equal(home, own);
        }
    }

    private static DateTimeOffset Created(Activity activity) => activity.CreatedAt;

    [Fact]
    public async Task Pages_among_activities_of_one_moment_leave_none_out_and_give_none_twice()
    {
        var post = await PostAsync(_alice, "first");
        var posted = new List<Guid> { post.Uuid };
        var replied = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            posted.Add((await PostAsync(_alice, $"post {i}")).Uuid);
            replied.Add((await ReplyAsync(_bob, post, $"reply {i}")).Uuid);
        }

        foreach (var limit in new[] { 1, 3, 8 })
        {
            var home = await AllAsync(query => _activities.ListHomeAsync(query, Cancel), limit);
            Assert.Equal(posted.Order(), home.Select(activity => activity.Uuid).Order());
            var own = await AllAsync(query => _activities.ListOfUserAsync(_alice, query, Cancel), limit);
            Assert.Equal(home, own);
            var replies = await AllAsync(query => _activities.ListRepliesAsync(post.Uuid, query, Cancel), limit);
            Assert.Equal(replied.Order(), replies.Select(activity => activity.Uuid).Order());
        }
    }

    private static async Task<List<Activity>> AllAsync(Func<ActivityQuery, Task<ActivityPage>> list, int limit)
    {
        var all = new List<Activity>();
        ActivityPlace? after = null;
        do
        {
            var page = await list(Page(limit, after));
            Assert.InRange(page.Activities.Count, 0, limit);
            all.AddRange(page.Activities);
            after = page.Next;
        } while (after is not null);
        return all;
    }

    [Fact]
    public async Task The_last_page_says_that_it_is_the_last_even_when_it_is_full()
    {
        for (var i = 0; i < 4; i++)
        {
            await PostAsync(_alice, $"post {i}");
        }
        Assert.Null((await _activities.ListHomeAsync(Page(limit: 4), Cancel)).Next);
        var first = await _activities.ListHomeAsync(Page(limit: 2), Cancel);
        Assert.NotNull(first.Next);
        var second = await _activities.ListHomeAsync(Page(limit: 2, first.Next), Cancel);
        Assert.Equal(2, second.Activities.Count);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task A_post_that_was_taken_back_is_nowhere_and_whoever_is_behind_it_still_is_found()
    {
        await PostAsync(_alice, "stays");
        var gone = await PostAsync(_alice, "goes");
        var reply = await ReplyAsync(_bob, gone, "a reply");

        Assert.Equal(DeleteActivityResult.NotTheirs, await _activities.DeleteAsync(gone.Uuid, _bob, Cancel));
        Assert.Equal(DeleteActivityResult.Deleted, await _activities.DeleteAsync(gone.Uuid, _alice, Cancel));
        Assert.Equal(DeleteActivityResult.Deleted, await _activities.DeleteAsync(gone.Uuid, _alice, Cancel));
        Assert.Equal(DeleteActivityResult.NotFound, await _activities.DeleteAsync(gone.Uuid, _bob, Cancel));

        Assert.Equal(["stays"], Words(await _activities.ListHomeAsync(Page(limit: 1), Cancel)));
        Assert.Equal(["stays"], Words(await _activities.ListOfUserAsync(_alice, Page(limit: 1), Cancel)));
        await NowhereAsync(gone.Uuid);
        await NowhereAsync(reply.Uuid);
        Assert.Equal(DeleteActivityResult.NotFound, await _activities.DeleteAsync(reply.Uuid, _alice, Cancel));
        // Its words still are somebody's to take away.
        Assert.Equal(DeleteActivityResult.Deleted, await _activities.DeleteAsync(reply.Uuid, _bob, Cancel));
        Assert.Empty((await _activities.ListRepliesAsync(gone.Uuid, Page(), Cancel)).Activities);
    }

    [Fact]
    public async Task Posting_the_same_again_is_the_same_post_and_anything_else_under_its_uuid_is_refused()
    {
        var uuid = TestUuid.Next();
        var first = await PostAsync(_alice, "once", "3-days", uuid);
        Time.Advance(TimeSpan.FromMilliseconds(123_457));
        Assert.Equal(first, await PostAsync(_alice, "once", "3-days", uuid));
        Assert.Equal(["once"], await HomeAsync());

        async Task RefusedAsync(Guid author, string text, string ttl) =>
            Assert.IsType<PostResult.UuidReused>(
                await _activities.PostAsync(new NewPost(uuid, author, Text(text), Ttl(ttl)), Cancel)
            );
        await RefusedAsync(_alice, "twice", "3-days");
        await RefusedAsync(_alice, "once", "1-day");
        await RefusedAsync(_bob, "once", "3-days");
        var other = await PostAsync(_bob, "another");
        Assert.IsType<PostResult.UuidReused>(
            await _activities.ReplyAsync(new NewReply(uuid, _alice, other.Uuid, Text("once")), Cancel)
        );
        Assert.Equal(0, (await _activities.FindAsync(other.Uuid, null, Cancel))!.RepliesCount);
    }

    [Fact]
    public async Task Posting_again_what_was_taken_back_does_not_bring_it_back()
    {
        var uuid = TestUuid.Next();
        await PostAsync(_alice, "said too soon", "1-day", uuid);
        await _activities.DeleteAsync(uuid, _alice, Cancel);

        var again = new NewPost(uuid, _alice, Text("said too soon"), Ttl("1-day"));
        Assert.IsType<PostResult.NotFound>(await _activities.PostAsync(again, Cancel));
        Assert.Empty(await HomeAsync());
    }

    private async Task NowhereAsync(Guid uuid)
    {
        Assert.Null(await _activities.FindAsync(uuid, _alice, Cancel));
        Assert.IsType<LikeResult.NotFound>(await _activities.SetLikedAsync(uuid, _bob, isLiked: true, Cancel));
        Assert.IsType<LikeResult.NotFound>(await _activities.SetLikedAsync(uuid, _bob, isLiked: false, Cancel));
        var reply = new NewReply(TestUuid.Next(), _bob, uuid, Text("too late"));
        Assert.IsType<PostResult.NotFound>(await _activities.ReplyAsync(reply, Cancel));
    }
}
