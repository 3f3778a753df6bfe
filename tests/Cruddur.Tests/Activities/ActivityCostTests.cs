using Cruddur.Activities;
using Cruddur.Activities.Table;
using Cruddur.Messages;
using Cruddur.Proof.Storage;
using Cruddur.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Activities;

/// <summary>What the feed costs on the table, as docs/data-model.md says.</summary>
public sealed class ActivityCostTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly TableMeter _meter = new();
    private readonly Guid _alice = TestUuid.Next();
    private readonly Guid _bob = TestUuid.Next();
    private readonly TableActivities _activities;

    public ActivityCostTests() =>
        _activities = new(new MeteredTable(new MemoryTable(), _meter.Count), _time, new Random(1));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<Activity> PostAsync(string text = "Shall we meet at half past eight?")
    {
        var parsed = Assert.IsType<MessageTextResult.Valid>(MessageText.Parse(text)).Text;
        var post = new NewPost(TestUuid.Next(), _alice, parsed, ActivityTtl.Default);
        return Assert.IsType<PostResult.Posted>(await _activities.PostAsync(post, Cancel)).Activity;
    }

    private async Task<Activity> ReplyAsync(Activity post)
    {
        var parsed = Assert.IsType<MessageTextResult.Valid>(MessageText.Parse("Gladly")).Text;
        var reply = new NewReply(TestUuid.Next(), _bob, post.Uuid, parsed);
        return Assert.IsType<PostResult.Posted>(await _activities.ReplyAsync(reply, Cancel)).Activity;
    }

    private void ShouldCost(double reads, double writes)
    {
        Assert.Equal(new Cost(reads, writes), _meter.Total.Cost);
        _meter.Reset();
    }

    [Fact]
    public async Task Writing_costs_what_the_data_model_says()
    {
        var post = await PostAsync();
        ShouldCost(reads: 0, writes: 6);
        await _activities.SetLikedAsync(post.Uuid, _bob, isLiked: true, Cancel);
        ShouldCost(reads: 2, writes: 4);
        await _activities.SetLikedAsync(post.Uuid, _bob, isLiked: true, Cancel);
        ShouldCost(reads: 2, writes: 0);
        await _activities.SetLikedAsync(post.Uuid, _bob, isLiked: false, Cancel);
        ShouldCost(reads: 2, writes: 4);
        var reply = await ReplyAsync(post);
        ShouldCost(reads: 1, writes: 6);
        await _activities.DeleteAsync(reply.Uuid, _bob, Cancel);
        ShouldCost(reads: 2, writes: 4);
        await _activities.DeleteAsync(post.Uuid, _alice, Cancel);
        ShouldCost(reads: 1, writes: 1);
    }

    [Fact]
    public async Task A_like_of_the_longest_post_costs_no_more_than_one_of_a_short_one()
    {
        var post = await PostAsync(string.Concat(Enumerable.Repeat("e\u0301\u0302\u0303", MessageText.MaxCharacters)));
        ShouldCost(reads: 0, writes: 2 * 8 + 4);
        await _activities.SetLikedAsync(post.Uuid, _bob, isLiked: true, Cancel);
        ShouldCost(reads: 3, writes: 4);
    }

    [Fact]
    public async Task A_page_costs_half_a_read_unit_a_post_and_a_like_looked_for_as_much()
    {
        for (var i = 0; i < 21; i++)
        {
            var post = await PostAsync();
            if (i >= 16)
            {
                await _activities.SetLikedAsync(post.Uuid, _bob, isLiked: true, Cancel);
            }
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        _meter.Reset();

        await _activities.ListHomeAsync(new ActivityQuery(null, null, 20), Cancel);
        ShouldCost(reads: 0.5 + 21 * 0.5, writes: 0);
        await _activities.ListHomeAsync(new ActivityQuery(_alice, null, 20), Cancel);
        ShouldCost(reads: 0.5 + (21 + 5) * 0.5, writes: 0);
    }

    [Fact]
    public async Task A_feed_without_a_post_reads_the_weeks_that_could_have_one_and_no_other()
    {
        await _activities.ListHomeAsync(new ActivityQuery(null, null, 20), Cancel);
        Assert.InRange(_meter.Of("HOME").Calls, 5, 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(365 * 200)]
    [InlineData(-365 * 50)]
    public async Task A_place_that_no_page_gave_reads_no_more_weeks(int days)
    {
        var invented = ActivityPlace.Of(TestUuid.Next(), _time.GetUtcNow().AddDays(days));
        await _activities.ListHomeAsync(new ActivityQuery(null, invented, 20), Cancel);
        Assert.InRange(_meter.Of("HOME").Calls, 0, 6);
    }

    [Fact]
    public async Task A_page_looks_no_further_than_500_rows_and_leads_on_behind_what_is_over_or_was_taken_back()
    {
        await PostAsync("stays");
        _time.Advance(TimeSpan.FromHours(1));
        var hour = ActivityTtl.All[^1];
        for (var i = 0; i < 700; i++)
        {
            var text = Assert.IsType<MessageTextResult.Valid>(MessageText.Parse("ends")).Text;
            // The older of them are over; the newer ones were taken back.
            var ttl = i < 500 ? hour : ActivityTtl.Default;
            var post = new NewPost(TestUuid.Next(), _alice, text, ttl);
            await _activities.PostAsync(post, Cancel);
            if (i >= 500)
            {
                await _activities.DeleteAsync(post.Uuid, _alice, Cancel);
            }
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
        _time.Advance(TimeSpan.FromHours(2));
        _meter.Reset();

        var first = await _activities.ListHomeAsync(new ActivityQuery(null, null, 1), Cancel);
        Assert.Empty(first.Activities);
        Assert.NotNull(first.Next);
        Assert.InRange(_meter.Of("HOME").Calls, 1, 7);
        Assert.InRange(_meter.Of("HOME").ReadUnits, 1, 9);
        // Of what is over the head is not even looked for.
        Assert.Equal(200, _meter.Of("POST").Calls);
        var second = await _activities.ListHomeAsync(new ActivityQuery(null, first.Next, 1), Cancel);
        Assert.Equal("stays", Assert.Single(second.Activities).Message);
        Assert.Null(second.Next);
    }
}
