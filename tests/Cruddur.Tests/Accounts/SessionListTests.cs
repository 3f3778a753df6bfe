using System.Net;
using System.Text.Json;
using Cruddur.Server.Accounts.Sessions;
using Cruddur.Storage;
using Cruddur.Tests.Live;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Accounts;

/// <summary>Sessions as their owners see and end them.</summary>
[OnEveryEngine]
public sealed class SessionListTests : IAsyncLifetime
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private readonly ManualTimeProvider _time = new();
    private TestApp _app = null!;
    private Person _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time);
        _alice = await _app.SignedInAs("alice");
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task The_list_says_what_each_is_where_and_which_one_asks()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        using var browser = Browser.On(_app);
        using var signedIn = await browser.Send(
            HttpMethod.Post,
            "/api/session",
            new { login = "alice", password = TestApp.Password },
            ("User-Agent", Firefox)
        );
        var sessions = await ListOf(browser);

        Assert.Equal(
            "browser token",
            string.Join(' ', sessions.Select(session => session.GetProperty("kind").GetString()))
        );
        Assert.Equal([true, false], sessions.Select(session => session.GetProperty("is_current").GetBoolean()));
        Assert.Equal("Firefox on Linux", sessions[0].GetProperty("device").GetString());
        Assert.Equal(_time.GetUtcNow(), sessions[0].GetProperty("created_at").GetDateTimeOffset());
        Assert.Equal(_time.GetUtcNow(), sessions[0].GetProperty("last_seen_at").GetDateTimeOffset());
        Assert.Equal(
            "uuid kind device address created_at last_seen_at is_current",
            string.Join(' ', sessions[0].EnumerateObject().Select(property => property.Name))
        );
    }

    [Fact]
    public async Task A_session_that_was_ended_is_over_at_once_and_so_are_its_streams()
    {
        using var browser = await SignIn();
        using var other = await SignIn();
        await using var stream = await EventStream.OpenAsync(_app, other.Cookie!);
        var ended = (await ListOf(browser)).Single(session => IsBrowser(session) && !IsCurrent(session));

        using var response = await browser.Send(HttpMethod.Delete, $"/api/sessions/{UuidOf(ended)}");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(401, await other.StatusOf("/api/me"));
        Assert.True(await stream.Ended());
        Assert.Equal(200, await browser.StatusOf("/api/me"));
        Assert.DoesNotContain(await ListOf(browser), session => UuidOf(session) == UuidOf(ended));
        using var again = await browser.Send(HttpMethod.Delete, $"/api/sessions/{UuidOf(ended)}");
        await again.ShouldBeProblemAsync(HttpStatusCode.NotFound, "session_not_found");
    }

    [Fact]
    public async Task A_token_can_be_ended_from_the_browser_before_it_runs_out()
    {
        using var browser = await SignIn();
        var token = (await ListOf(browser)).Single(session => !IsBrowser(session));

        using var response = await browser.Send(HttpMethod.Delete, $"/api/sessions/{UuidOf(token)}");

        using var me = await _alice.Client.GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.Unauthorized, me.StatusCode);
    }

    [Fact]
    public async Task Ending_the_others_leaves_the_one_that_asked()
    {
        using var browser = await SignIn();
        using var other = await SignIn();
        await using var stream = await EventStream.OpenAsync(_alice);

        using var response = await browser.Send(HttpMethod.Delete, "/api/sessions");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.True(await stream.Ended());
        Assert.Equal(401, await other.StatusOf("/api/me"));
        Assert.True(IsCurrent(Assert.Single(await ListOf(browser))));
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_somebody_else()
    {
        using var bob = await _app.SignedInAs("bob");
        var session = (await _alice.Client.GetJsonAsync("/api/sessions"))[0];

        using var response = await bob.Client.DeleteAsync($"/api/sessions/{UuidOf(session)}");
        using var nothing = await bob.Client.DeleteAsync($"/api/sessions/{TestUuid.Next()}");

        var (refused, unknown) = (await response.ReadJsonAsync(), await nothing.ReadJsonAsync());
        Assert.Equal(unknown.GetProperty("detail").GetString(), refused.GetProperty("detail").GetString());
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Single((await _alice.Client.GetJsonAsync("/api/sessions")).EnumerateArray());
    }

    [Fact]
    public async Task A_cookie_that_was_signed_out_is_over_wherever_a_copy_of_it_is()
    {
        using var browser = await SignIn();
        using var copy = Browser.On(_app);
        copy.Cookie = browser.Cookie;
        Assert.Equal(200, await copy.StatusOf("/api/me"));

        using var signedOut = await browser.Send(HttpMethod.Delete, "/api/session");

        Assert.Equal(401, await copy.StatusOf("/api/me"));
    }

    [Fact]
    public async Task Signing_in_again_in_a_browser_ends_the_session_that_it_had()
    {
        using var browser = await SignIn();
        using var copy = Browser.On(_app);
        copy.Cookie = browser.Cookie;

        using var again = await browser.SignIn("alice");

        Assert.Equal(401, await copy.StatusOf("/api/me"));
        Assert.Equal(200, await browser.StatusOf("/api/me"));
        Assert.Single(await ListOf(browser), IsBrowser);
    }

    [Fact]
    public async Task A_changed_password_leaves_one_session_in_the_list()
    {
        using var browser = await SignIn();
        using var other = await SignIn();
        var change = new { current_password = TestApp.Password, new_password = "another-battery" };

        using var changed = await browser.Send(HttpMethod.Put, "/api/me/password", change);

        Assert.True(IsCurrent(Assert.Single(await ListOf(browser))));
    }

    [Fact]
    public async Task With_one_more_than_a_hundred_the_oldest_of_its_kind_ends()
    {
        using var oldest = await SignIn();
        _time.Advance(TimeSpan.FromSeconds(1));
        using var second = await SignIn();
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < SessionStore.MostOfAKind - 2; i++)
        {
            using var one = await SignIn();
        }
        Assert.Equal(200, await oldest.StatusOf("/api/me"));

        using var newest = await SignIn();

        Assert.Equal(401, await oldest.StatusOf("/api/me"));
        Assert.Equal(200, await second.StatusOf("/api/me"));
        Assert.Equal(SessionStore.MostOfAKind, (await ListOf(newest)).Count(IsBrowser));
        using var program = await _alice.Client.GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.OK, program.StatusCode);
    }

    [Fact]
    public async Task What_ran_out_is_not_listed_and_goes_away_with_the_next_sign_in()
    {
        _time.Advance(TimeSpan.FromHours(1));
        using var browser = await SignIn();

        Assert.True(IsBrowser(Assert.Single(await ListOf(browser))));
        var table = _app.Services.GetRequiredService<ITable>();
        var query = new Query($"SESS#{_alice.Uuid:D}", SortRange.All, Limit: 10, Consistency.Strong);
        Assert.Single((await table.QueryAsync(query, TestContext.Current.CancellationToken)).Items);
    }

    [Fact]
    public async Task That_a_session_is_in_use_is_written_once_an_hour()
    {
        using var browser = await SignIn();
        var begun = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(200, await browser.StatusOf("/api/me"));
        Assert.Equal(begun, await LastSeen(browser));

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(200, await browser.StatusOf("/api/me"));
        Assert.Equal(_time.GetUtcNow(), await LastSeen(browser));
    }

    [Fact]
    public async Task A_cookie_whose_session_is_not_in_the_table_is_none()
    {
        using var browser = await SignIn();
        var table = _app.Services.GetRequiredService<ITable>();
        var session = (await ListOf(browser)).Single(IsCurrent);
        var key = StoredSession.KeyOf(_alice.Uuid, UuidOf(session));

        await table.WriteAsync(new Write.Delete(key, Condition.None), TestContext.Current.CancellationToken);
        _time.Advance(UserSessions.Lifetime);

        Assert.Equal(401, await browser.StatusOf("/api/me"));
    }

    private async Task<Browser> SignIn()
    {
        var browser = Browser.On(_app);
        using var response = await browser.SignIn("alice");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return browser;
    }

    private static async Task<JsonElement[]> ListOf(Browser browser)
    {
        using var response = await browser.Get("/api/sessions");
        return [.. (await response.ReadJsonAsync()).EnumerateArray()];
    }

    private static async Task<DateTimeOffset> LastSeen(Browser browser) =>
        (await ListOf(browser)).Single(IsCurrent).GetProperty("last_seen_at").GetDateTimeOffset();

    private static bool IsBrowser(JsonElement session) => session.GetProperty("kind").GetString() == "browser";

    private static bool IsCurrent(JsonElement session) => session.GetProperty("is_current").GetBoolean();

    private static Guid UuidOf(JsonElement session) => session.GetProperty("uuid").GetGuid();
}
