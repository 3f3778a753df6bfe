using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Activities;

/// <summary>The feed through the API; what it must do is in <see cref="ActivitiesContract"/>.</summary>
[OnEveryEngine]
[OnEveryDirectory]
public sealed class FeedTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private TestApp _app = null!;
    private Person _alice = null!;
    private Person _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time);
        _alice = await _app.SignedInAs("alice", "Alice Adams");
        _bob = await _app.SignedInAs("bob", "Bob Harris");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_post_has_the_shape_of_the_original()
    {
        var posted = await _alice.Post("Hello, everybody", "3-days");

        var post = Assert.Single(await _bob.Client.Home());
        Assert.Equal(posted.GetRawText(), post.GetRawText());
        Assert.Equal(_alice.Uuid, post.GetProperty("user_uuid").GetGuid());
        Assert.Equal("alice", post.GetProperty("handle").GetString());
        Assert.Equal("Alice Adams", post.GetProperty("display_name").GetString());
        Assert.Equal("Hello, everybody", post.GetProperty("message").GetString());
        Assert.Equal("2026-01-02T03:04:05.000000Z", post.GetProperty("created_at").GetString());
        Assert.Equal("2026-01-05T03:04:05.000000Z", post.GetProperty("expires_at").GetString());
        foreach (var count in new[] { "replies_count", "reposts_count", "likes_count" })
        {
            Assert.Equal(0, post.GetProperty(count).GetInt64());
        }
        Assert.False(post.GetProperty("liked").GetBoolean());
        Assert.Null(post.GetProperty("reply_to_activity_uuid").GetString());
    }

    [Fact]
    public async Task A_change_of_name_shows_on_what_was_posted_and_replied_before()
    {
        var post = await _alice.Post("Hello");
        await _bob.Reply(post, "Hi");
        using var _ = await _bob.Client.PatchAsJsonAsync("/api/me", new { display_name = "Robert Harris" });
        using var __ = await _alice.Client.PatchAsJsonAsync("/api/me", new { display_name = "Alice Baker" });

        Assert.Equal("Alice Baker", Assert.Single(await _bob.Client.Home()).GetProperty("display_name").GetString());
        var detail = await _alice.Client.GetJsonAsync($"/api/activities/{FeedCalls.Uuid(post)}");
        Assert.Equal(
            "Robert Harris",
            Assert.Single(detail.GetProperty("replies").EnumerateArray()).GetProperty("display_name").GetString()
        );
    }

    [Fact]
    public async Task Pages_are_led_through_by_links()
    {
        for (var i = 0; i < 5; i++)
        {
            await _alice.Post($"{i}");
            _time.Advance(TimeSpan.FromMinutes(1));
        }
        var post = (await _alice.Client.Home())[0];
        for (var i = 0; i < 3; i++)
        {
            await _bob.Reply(post, $"reply {i}");
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["4,3", "2,1", "0"], await PagesAsync("/api/activities/home?limit=2"));
        Assert.Equal(["4,3", "2,1", "0"], await PagesAsync("/api/activities/@ALICE?limit=2"));
        Assert.Equal(
            ["reply 0,reply 1", "reply 2"],
            await PagesAsync($"/api/activities/{FeedCalls.Uuid(post)}?limit=2")
        );
    }

    private async Task<string[]> PagesAsync(string address)
    {
        var pages = new List<string>();
        for (string? next = address; next is not null; )
        {
            using var response = await _bob.Client.GetAsync(next);
            var body = await response.ReadJsonAsync();
            var list = body.ValueKind == JsonValueKind.Array ? body : body.GetProperty("replies");
            pages.Add(string.Join(',', FeedCalls.Words(list.EnumerateArray())));
            next = response.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }
        return [.. pages];
    }

    [Fact]
    public async Task Likes_and_replies_show_to_each_reader()
    {
        var post = await _alice.Post("Hello");
        var liked = await _bob.SetLiked(post, true);
        Assert.Equal((1, true), (liked.GetProperty("likes_count").GetInt64(), liked.GetProperty("liked").GetBoolean()));
        var reply = await _bob.Reply(post, "Hi");
        Assert.Equal(FeedCalls.Uuid(post), reply.GetProperty("reply_to_activity_uuid").GetGuid());

        var bobs = Assert.Single(await _bob.Client.Home());
        Assert.True(bobs.GetProperty("liked").GetBoolean());
        Assert.Equal(1, bobs.GetProperty("replies_count").GetInt64());
        Assert.False(Assert.Single(await _alice.Client.Home()).GetProperty("liked").GetBoolean());
        liked = await _bob.SetLiked(post, false);
        Assert.Equal(0, liked.GetProperty("likes_count").GetInt64());
    }

    [Fact]
    public async Task A_reply_can_be_posted_in_the_originals_shape()
    {
        var post = await _alice.Post("Hello");
        using var response = await _bob.TryPost(
            new
            {
                message = "Hi",
                reply_to_activity_uuid = FeedCalls.Uuid(post),
                activity_uuid = TestUuid.Next(),
            }
        );
        var reply = await response.ReadJsonAsync();
        Assert.Equal(FeedCalls.Uuid(post), reply.GetProperty("reply_to_activity_uuid").GetGuid());
        Assert.Equal(post.GetProperty("expires_at").GetString(), reply.GetProperty("expires_at").GetString());
    }

    [Fact]
    public async Task A_post_without_a_time_lasts_seven_days()
    {
        foreach (var ttl in new[] { null, "", "  " })
        {
            var post = await _alice.Post("Hello", ttl);
            Assert.Equal("2026-01-09T03:04:05.000000Z", post.GetProperty("expires_at").GetString());
        }
    }

    [Fact]
    public async Task What_cannot_be_posted_is_refused_with_its_field()
    {
        async Task RefusedAsync(object body, string field, string code, HttpStatusCode status)
        {
            using var response = await _alice.TryPost(body);
            var problem = await response.ShouldBeProblemAsync(status, code);
            Assert.Equal(code, problem.GetProperty("errors").GetProperty(field)[0].GetProperty("code").GetString());
        }
        const HttpStatusCode unprocessable = HttpStatusCode.UnprocessableEntity;
        var uuid = TestUuid.Next();
        await RefusedAsync(new { message = " " }, "message", "message_blank", unprocessable);
        await RefusedAsync(new { ttl = "1-day" }, "message", "message_blank", unprocessable);
        await RefusedAsync(
            new { message = new string('x', 1025) },
            "message",
            "message_exceed_max_chars",
            unprocessable
        );
        await RefusedAsync(new { message = "x", ttl = "2-days" }, "ttl", "ttl_invalid", unprocessable);
        await RefusedAsync(
            new
            {
                message = "x",
                ttl = "1-day",
                reply_to_activity_uuid = uuid,
            },
            "ttl",
            "ttl_invalid",
            unprocessable
        );
        await RefusedAsync(
            new { message = "x", activity_uuid = "me" },
            "activity_uuid",
            "request_malformed",
            HttpStatusCode.BadRequest
        );
        await RefusedAsync(
            new { message = "x", reply_to_activity_uuid = "you" },
            "reply_to_activity_uuid",
            "request_malformed",
            HttpStatusCode.BadRequest
        );
        Assert.Empty(await _alice.Client.Home());
    }

    [Theory]
    [InlineData("/api/activities/home?limit=0")]
    [InlineData("/api/activities/home?limit=101")]
    [InlineData("/api/activities/@alice?cursor=x")]
    [InlineData("/api/activities/home?cursor=__________________________________")]
    public async Task A_page_that_cannot_be_is_refused(string address)
    {
        using var response = await _alice.Client.GetAsync(address);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request_malformed");
    }

    [Fact]
    public async Task Repeating_a_post_with_other_words_or_replying_to_a_reply_is_refused()
    {
        var activity_uuid = TestUuid.Next();
        using var first = await _alice.TryPost(new { message = "Hello", activity_uuid });
        using var again = await _alice.TryPost(new { message = "Hello", activity_uuid });
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        using var other = await _alice.TryPost(new { message = "Goodbye", activity_uuid });
        await other.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "activity_uuid_reused");

        var reply = await _bob.Reply(await first.ReadJsonAsync(), "Hi");
        using var nested = await _alice.TryPost(new { message = "Hi", reply_to_activity_uuid = FeedCalls.Uuid(reply) });
        var problem = await nested.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "reply_to_reply");
        Assert.Contains($"{activity_uuid:D}", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_its_author_deletes_a_post()
    {
        var post = await _alice.Post("Hello");
        var address = $"/api/activities/{FeedCalls.Uuid(post)}";

        using var others = await _bob.Client.DeleteAsync(address);
        await others.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "activity_not_yours");
        using var own = await _alice.Client.DeleteAsync(address);
        Assert.Equal(HttpStatusCode.NoContent, own.StatusCode);
        using var again = await _alice.Client.DeleteAsync(address);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
        using var gone = await _bob.Client.GetAsync(address);
        await gone.ShouldBeProblemAsync(HttpStatusCode.NotFound, "activity_not_found");
    }

    [Fact]
    public async Task A_post_that_is_over_is_not_found_by_any_call()
    {
        var post = await _alice.Post("Hello", "1-hour");
        var address = $"/api/activities/{FeedCalls.Uuid(post)}";
        _time.Advance(TimeSpan.FromHours(1));
        // The tokens of before are over, too.
        _alice = await _app.SignedInAs("alice");

        HttpResponseMessage[] answers =
        [
            await _alice.Client.GetAsync(address),
            await _alice.Client.PutAsync($"{address}/like", null),
            await _alice.Client.DeleteAsync($"{address}/like"),
            await _alice.Client.PostAsJsonAsync($"{address}/replies", new { message = "Hi" }),
            await _alice.Client.DeleteAsync(address),
        ];
        foreach (var answer in answers)
        {
            using (answer)
            {
                await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "activity_not_found");
            }
        }
        Assert.Empty(await _alice.Client.Home());
    }
}
