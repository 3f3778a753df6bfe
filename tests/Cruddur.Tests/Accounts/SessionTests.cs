using System.Net;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Accounts;

[OnEveryEngine]
[OnEveryDirectory]
public sealed class SessionTests : IAsyncLifetime
{
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
    public async Task Over_https_the_cookie_belongs_to_this_host_alone()
    {
        using var browser = Browser.On(_app, "https://localhost");
        using var response = await browser.SignIn("alice");

        Assert.StartsWith("__Host-cruddur=", browser.SetCookie, StringComparison.Ordinal);
        Assert.Equal("expires httponly path=/ samesite=lax secure", FlagsOf(browser.SetCookie!));
        Assert.Equal(200, await browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task Over_plain_http_the_cookie_has_a_name_that_browsers_take_there()
    {
        using var browser = Browser.On(_app);
        using var response = await browser.SignIn("alice");

        Assert.StartsWith("cruddur=", browser.SetCookie, StringComparison.Ordinal);
        Assert.Equal("expires httponly path=/ samesite=lax", FlagsOf(browser.SetCookie!));
        Assert.Equal(200, await browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task A_plain_cookie_does_not_count_over_https()
    {
        using var plain = Browser.On(_app);
        using var response = await plain.SignIn("alice");
        using var secure = Browser.On(_app, "https://localhost");
        secure.Cookie = plain.Cookie;

        Assert.Equal(401, await secure.StatusOf("/api/me"));
    }

    [Fact]
    public async Task A_session_lasts_fourteen_days_from_its_last_use()
    {
        using var browser = Browser.On(_app);
        using var response = await browser.SignIn("alice");
        // Within the first half of its time too, in which a cookie does not slide by itself.
        foreach (var days in new[] { 6, 13, 10, 1, 13 })
        {
            _time.Advance(TimeSpan.FromDays(days));
            Assert.Equal(200, await browser.StatusOf("/api/me"));
        }
        _time.Advance(TimeSpan.FromDays(14) + TimeSpan.FromSeconds(1));

        Assert.Equal(401, await browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task A_late_call_with_a_former_cookie_does_not_put_it_back()
    {
        using var browser = Browser.On(_app);
        using var first = await browser.SignIn("alice");
        var former = browser.Cookie!;
        _time.Advance(TimeSpan.FromDays(8));
        // In another tab.
        using var second = await browser.SignIn("alice");

        using var late = await browser.Send(HttpMethod.Get, "/api/me", null, ("Cookie", former));

        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
        Assert.False(late.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Signing_out_takes_the_cookie_away()
    {
        using var browser = Browser.On(_app, "https://localhost");
        using var signedIn = await browser.SignIn("alice");
        using var signedOut = await browser.Send(HttpMethod.Delete, "/api/session");

        Assert.Equal(HttpStatusCode.NoContent, signedOut.StatusCode);
        Assert.StartsWith("__Host-cruddur=;", browser.SetCookie, StringComparison.Ordinal);
        Assert.Contains("expires=Thu, 01 Jan 1970", browser.SetCookie, StringComparison.Ordinal);
        Assert.Equal(401, await browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task A_changed_cookie_is_no_session()
    {
        using var browser = Browser.On(_app);
        using var response = await browser.SignIn("alice");
        browser.Cookie = browser.Cookie![..^4] + "AAAA";

        Assert.Equal(401, await browser.StatusOf("/api/me"));
        browser.Cookie = "cruddur=nonsense";
        Assert.Equal(401, await browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task Sessions_and_tokens_outlive_a_restart()
    {
        using var browser = Browser.On(_app);
        using var response = await browser.SignIn("alice");
        var token = _alice.Client.DefaultRequestHeaders.Authorization!.ToString();
        await _app.RestartAsync();

        using var later = Browser.On(_app);
        later.Cookie = browser.Cookie;
        Assert.Equal(200, await later.StatusOf("/api/me"));
        using var program = Browser.On(_app);
        using var me = await program.Send(HttpMethod.Get, "/api/me", null, ("Authorization", token));
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
    }

    [Fact]
    public async Task What_was_meant_for_the_person_before_does_not_go_out_as_the_next()
    {
        using var bob = await _app.SignedInAs("bob");
        var group = await _alice.OpenWith(bob);
        var address = $"/api/message_groups/{group}/messages/{TestUuid.Next()}";
        var message = new { message = "from alice", @base = 0 };
        using var browser = Browser.On(_app);
        using var before = await browser.SignIn("alice");
        // In another tab.
        using var after = await browser.SignIn("bob");
        using var put = await browser.Send(HttpMethod.Put, address, message, MeantFor(_alice.Uuid));

        Assert.Equal(HttpStatusCode.Unauthorized, put.StatusCode);
        Assert.Equal("another_user", (await put.ReadJsonAsync()).GetProperty("code").GetString());
        Assert.Empty(await bob.Messages(group));
        using var own = await browser.Send(HttpMethod.Put, address, message, MeantFor(bob.Uuid));
        Assert.True(own.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_call_that_is_meant_for_nobody_who_can_be_is_refused()
    {
        using var browser = Browser.On(_app);
        using var signedIn = await browser.SignIn("alice");
        using var me = await browser.Send(HttpMethod.Get, "/api/me", null, ("Cruddur-User", "alice"));

        Assert.Equal("another_user", (await me.ReadJsonAsync()).GetProperty("code").GetString());
        browser.Cookie = null;
        using var nobody = await browser.Send(HttpMethod.Get, "/api/me", null, MeantFor(_alice.Uuid));
        Assert.Equal("unauthenticated", (await nobody.ReadJsonAsync()).GetProperty("code").GetString());
    }

    private static (string Name, string Value) MeantFor(Guid userUuid) => ("Cruddur-User", userUuid.ToString());

    private static string FlagsOf(string setCookie) =>
        string.Join(
            ' ',
            setCookie
                .Split("; ")
                .Skip(1)
                .Select(flag => flag.StartsWith("expires=", StringComparison.Ordinal) ? "expires" : flag)
                .Order(StringComparer.Ordinal)
        );
}
