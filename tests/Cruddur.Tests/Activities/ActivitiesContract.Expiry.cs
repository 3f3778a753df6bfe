using Cruddur.Activities;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Activities;

public abstract partial class ActivitiesContract
{
    [Theory]
    [InlineData("30-days", 30 * 24)]
    [InlineData("7-days", 7 * 24)]
    [InlineData("3-days", 3 * 24)]
    [InlineData("1-day", 24)]
    [InlineData("12-hours", 12)]
    [InlineData("3-hours", 3)]
    [InlineData("1-hour", 1)]
    public async Task A_post_is_to_be_seen_for_its_time_and_from_then_on_nowhere(string ttl, int hours)
    {
        var post = await PostAsync(_alice, "for a while", ttl);
        var reply = await ReplyAsync(_bob, post, "also for a while");
        await _activities.SetLikedAsync(post.Uuid, _bob, isLiked: true, Cancel);
        Assert.Equal(post.CreatedAt.AddHours(hours), post.ExpiresAt);

        Time.Advance(post.ExpiresAt - Time.GetUtcNow() - TimeSpan.FromTicks(1));
        Assert.Equal(["for a while"], await HomeAsync());
        Assert.NotNull(await _activities.FindAsync(reply.Uuid, null, Cancel));

        Time.Advance(TimeSpan.FromTicks(1));
        Assert.Empty(await HomeAsync());
        Assert.Empty((await _activities.ListOfUserAsync(_alice, Page(), Cancel)).Activities);
        Assert.Empty((await _activities.ListRepliesAsync(post.Uuid, Page(), Cancel)).Activities);
        await NowhereAsync(post.Uuid);
        await NowhereAsync(reply.Uuid);
        Assert.Equal(DeleteActivityResult.NotFound, await _activities.DeleteAsync(post.Uuid, _alice, Cancel));
        Assert.Equal(DeleteActivityResult.NotFound, await _activities.DeleteAsync(reply.Uuid, _bob, Cancel));
    }

    [Fact]
    public async Task A_post_ends_at_a_whole_second_and_no_sooner_than_it_should()
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var post = await PostAsync(_alice, "for an hour", "1-hour");

        Assert.Equal(0, post.ExpiresAt.Ticks % TimeSpan.TicksPerSecond);
        Assert.InRange(
            post.ExpiresAt - post.CreatedAt,
            TimeSpan.FromHours(1),
            TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1)
        );
    }

    [Fact]
    public async Task Posts_that_are_over_do_not_end_a_page_too_soon()
    {
        await PostAsync(_alice, "stays", "30-days");
        for (var i = 0; i < 30; i++)
        {
            await PostAsync(_alice, $"{i}", "1-hour");
        }
        Time.Advance(TimeSpan.FromHours(2));

        var page = await _activities.ListHomeAsync(Page(limit: 1), Cancel);
        Assert.Equal(["stays"], Words(page));
        Assert.Null(page.Next);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_posted_under_the_uuid_of_what_was_over_and_forgotten_begins_anew(bool withCounts)
    {
        var uuid = TestUuid.Next();
        var old = await PostAsync(_alice, "again?", "1-hour", uuid);
        await ReplyAsync(_bob, old, "no");
        await SetLikedAsync(uuid, _bob, isLiked: true);
        Time.Advance(TimeSpan.FromHours(2));
        await ForgetAsync(uuid, withCounts);

        var post = await PostAsync(_alice, "again?", "1-hour", uuid);

        await ShouldBe(0, 0, liked: false);
        Assert.Empty((await _activities.ListRepliesAsync(uuid, Page(), Cancel)).Activities);
        Assert.Equal(0, (await SetLikedAsync(uuid, _bob, isLiked: false)).LikesCount);
        Assert.Equal(1, (await SetLikedAsync(uuid, _bob, isLiked: true)).LikesCount);
        await ReplyAsync(_bob, post, "yes");
        await ShouldBe(1, 1, liked: true);
        Assert.Equal(0, (await SetLikedAsync(uuid, _bob, isLiked: false)).LikesCount);
        await ShouldBe(1, 0, liked: false);

        async Task ShouldBe(long replies, long likes, bool liked)
        {
            var seen = (await _activities.FindAsync(uuid, _bob, Cancel))!;
            Assert.Equal((replies, likes, liked), (seen.RepliesCount, seen.LikesCount, seen.IsLiked));
            Assert.Equal(seen, Assert.Single((await _activities.ListHomeAsync(Page(reader: _bob), Cancel)).Activities));
        }
    }

    /// <summary>Posts that end, replied to, liked and taken back: ten items of the table; and one that stays, liked: five.</summary>
    private protected async Task LeaveTracesAsync(IActivities activities)
    {
        var ends = await PostAsync(_alice, "ends", "1-hour");
        await ReplyAsync(_bob, ends, "a reply");
        await activities.SetLikedAsync(ends.Uuid, _bob, isLiked: true, Cancel);
        var gone = await PostAsync(_bob, "gone", "1-hour");
        await activities.DeleteAsync(gone.Uuid, _bob, Cancel);
        var stays = await PostAsync(_alice, "stays", "30-days");
        await activities.SetLikedAsync(stays.Uuid, _bob, isLiked: true, Cancel);
    }
}
