using System.Net;
using System.Net.Http.Json;
using Cruddur.Server.RateLimits;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Options;

namespace Cruddur.Tests.RateLimits;

public sealed class RateLimitingTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Messages_of_a_user_beyond_the_limit_are_refused_until_the_time_that_the_answer_says()
    {
        await using var app = await LimitedApp.StartAsync(_time, "--RateLimits:SendsPerMinute=3");
        using var alice = await app.SignedInAs("alice");
        using var bob = await app.SignedInAs("bob");
        var group = await alice.OpenWith(bob);
        for (var sent = 0; sent < 3; sent++)
        {
            await alice.Send(group, "hello");
        }
        var uuid = TestUuid.Next();

        using var refused = await alice.TryPut(group, uuid, "too early", 3);

        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Contains("'sends'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(20), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("\"address\";q=6000;w=60, \"sends\";q=3;w=60", Field(refused, "RateLimit-Policy"));
        Assert.EndsWith(", \"sends\";r=0;t=20", Field(refused, "RateLimit"), StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromSeconds(20));
        var sentAgain = await alice.Put(group, uuid, "too early", 3);
        Assert.Equal(4, sentAgain.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task One_who_is_refused_takes_nothing_from_others()
    {
        await using var app = await LimitedApp.StartAsync(_time, "--RateLimits:SendsPerMinute=2");
        using var alice = await app.SignedInAs("alice");
        using var bob = await app.SignedInAs("bob");
        var group = await alice.OpenWith(bob);
        for (var call = 0; call < 20; call++)
        {
            using var _ = await alice.TryPut(group, TestUuid.Next(), "again and again");
        }

        await bob.Send(group, "not so many");
        Assert.Equal(3, (await alice.Messages(group)).Length);
        await alice.MarkRead(group, 3);
    }

    [Fact]
    public async Task A_groups_limit_is_for_its_members_together_and_no_stranger_can_use_it_up()
    {
        await using var app = await LimitedApp.StartAsync(_time, "--RateLimits:GroupSendsPerMinute=4");
        using var alice = await app.SignedInAs("alice");
        using var bob = await app.SignedInAs("bob");
        using var mallory = await app.SignedInAs("mallory");
        var group = await alice.OpenWith(bob);
        for (var call = 0; call < 10; call++)
        {
            using var strange = await mallory.TryPut(group, TestUuid.Next(), "let me in");
            await strange.ShouldBeProblemAsync(HttpStatusCode.NotFound, "message_group_not_found");
            Assert.DoesNotContain("group-sends", Field(strange, "RateLimit"), StringComparison.Ordinal);
        }
        await alice.Send(group, "one");
        await bob.Send(group, "two");
        await alice.Send(group, "three");
        using var last = await bob.TryPut(group, TestUuid.Next(), "four");
        Assert.EndsWith("\"group-sends\";r=0;t=15", Field(last, "RateLimit"), StringComparison.Ordinal);

        using var byUuid = await alice.TryPut(group, TestUuid.Next(), "five");
        using var byHandle = await bob.Client.PostAsJsonAsync(
            "/api/messages",
            new { message = "six", handle = "alice" }
        );
        await byUuid.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        await byHandle.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        await alice.Send(await alice.OpenWith(mallory), "elsewhere");
        Assert.Equal(4, (await alice.Messages(group)).Length);
    }

    [Theory]
    [InlineData("/api/session")]
    [InlineData("/api/tokens")]
    public async Task A_login_is_tried_so_often_from_wherever_and_whether_there_is_one_or_not(string address)
    {
        await using var app = await LimitedApp.StartAsync(
            _time,
            "--RateLimits:SignInLoginPerMinute=4",
            "--Accounts:LockoutThreshold=1000"
        );
        using var alice = await app.SignedInAs("alice");
        _time.Advance(TimeSpan.FromMinutes(1));
        foreach (var login in new[] { "alice", "@nobody" })
        {
            for (var attempt = 0; attempt < 6; attempt++)
            {
                using var client = app.From($"192.0.2.{attempt}");
                using var answer = await client.PostAsJsonAsync(address, new { login, password = "guess" });
                var (status, code) =
                    attempt < 4
                        ? (HttpStatusCode.Unauthorized, "invalid_credentials")
                        : (HttpStatusCode.TooManyRequests, "rate_limited");
                await answer.ShouldBeProblemAsync(status, code);
            }
        }
        using var other = app.From("192.0.2.1");
        using var bob = await other.PostAsJsonAsync(address, new { login = "bob", password = "guess" });
        Assert.Equal(HttpStatusCode.Unauthorized, bob.StatusCode);
    }

    [Fact]
    public async Task An_address_tries_so_many_logins_and_others_are_not_affected()
    {
        await using var app = await LimitedApp.StartAsync(_time, "--RateLimits:SignInAddressPerMinute=5");
        using var mallory = app.From("2001:db8:1:2::1");
        using var sameNetwork = app.From("2001:db8:1:2:3::4");
        using var elsewhere = app.From("2001:db8:1:3::1");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfSignIn(mallory, $"user{attempt}"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusOfSignIn(mallory, "another"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusOfSignIn(sameNetwork, "another"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfSignIn(elsewhere, "another"));
        using var health = await mallory.GetAsync("/api/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task An_address_is_refused_before_its_token_is_looked_at()
    {
        await using var app = await LimitedApp.StartAsync(_time, "--RateLimits:AddressPerMinute=10");
        using var alice = await app.SignedInAs("alice");
        _time.Advance(TimeSpan.FromMinutes(1));
        using var client = app.From("192.0.2.1");
        client.DefaultRequestHeaders.Authorization = new("Bearer", "not-one");
        for (var call = 0; call < 10; call++)
        {
            using var unknown = await client.GetAsync("/api/me");
            Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        }

        using var refused = await client.GetAsync("/api/nothing");
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal("\"address\";r=0;t=6", Field(refused, "RateLimit"));
        Assert.Equal(HttpStatusCode.OK, (await alice.Client.GetAsync("/api/me")).StatusCode);
    }

    [Theory]
    [InlineData("reads", "GET", "/api/message_groups")]
    [InlineData("reads", "GET", "/api/sync")]
    [InlineData("searches", "GET", "/api/users?query=a")]
    [InlineData("changes", "PATCH", "/api/me")]
    [InlineData("sends", "POST", "/api/messages")]
    [InlineData("sign-in-login", "PUT", "/api/me/password")]
    public async Task Each_kind_of_call_has_a_limit_of_its_own(string limit, string method, string address)
    {
        await using var app = await LimitedApp.StartAsync(_time);
        using var alice = await app.SignedInAs("alice");
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Content = method == "GET" ? null : JsonContent.Create(new { });

        using var answer = await alice.Client.SendAsync(request);

        Assert.Contains($", \"{limit}\";q=", Field(answer, "RateLimit-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_are_opened_so_often()
    {
        await using var app = await LimitedApp.StartAsync(_time, "--RateLimits:StreamsPerMinute=2");
        using var alice = await app.SignedInAs("alice");
        for (var opened = 0; opened < 2; opened++)
        {
            using var stream = await alice.Client.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        }

        using var refused = await alice.Client.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal(TimeSpan.FromSeconds(30), refused.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_limit_that_is_used_up_is_logged_once_with_whose_it_is()
    {
        await using var app = await LimitedApp.StartAsync(_time, "--RateLimits:SearchesPerMinute=1");
        using var alice = await app.SignedInAs("alice");
        for (var call = 0; call < 5; call++)
        {
            using var _ = await alice.Client.GetAsync("/api/users?query=bob");
        }

        var line = Assert.Single(app.Log.Text.Split('\n'), line => line.Contains(" 2601 ", StringComparison.Ordinal));
        Assert.Contains($"searches is used up by {alice.Uuid}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switched_off_nothing_is_limited_or_told()
    {
        await using var app = await LimitedApp.StartAsync(
            _time,
            "--RateLimits:SearchesPerMinute=1",
            "--RateLimits:Enabled=false"
        );
        using var alice = await app.SignedInAs("alice");
        for (var call = 0; call < 5; call++)
        {
            using var answer = await alice.Client.GetAsync("/api/users?query=bob");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("RateLimit"));
        }
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("60000001")]
    public async Task A_limit_that_cannot_be_stops_the_server_at_start(string value)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            LimitedApp.StartAsync(_time, $"--RateLimits:SendsPerMinute={value}")
        );
        Assert.Contains("RateLimits:SendsPerMinute", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_number_is_in_the_document_of_the_API()
    {
        var document = Project.Checkout.Read("docs", "api.md");
        var settings = new RateLimitsOptions();
        (string Limit, int PerMinute)[] limits =
        [
            ("address", settings.AddressPerMinute),
            ("sign-in-address", settings.SignInAddressPerMinute),
            ("sign-in-login", settings.SignInLoginPerMinute),
            ("reads", settings.ReadsPerMinute),
            ("searches", settings.SearchesPerMinute),
            ("streams", settings.StreamsPerMinute),
            ("sends", settings.SendsPerMinute),
            ("group-sends", settings.GroupSendsPerMinute),
            ("changes", settings.ChangesPerMinute),
        ];
        Assert.All(
            limits,
            limit => Assert.Matches($@"\n\| `{limit.Limit}` \|[^|]*\| {limit.PerMinute:#,0} \|\n", document)
        );
    }

    private static async Task<HttpStatusCode> StatusOfSignIn(HttpClient client, string login)
    {
        using var answer = await client.PostAsJsonAsync("/api/session", new { login, password = "guess" });
        return answer.StatusCode;
    }

    private static string Field(HttpResponseMessage response, string name) =>
        string.Join(", ", response.Headers.GetValues(name));
}
