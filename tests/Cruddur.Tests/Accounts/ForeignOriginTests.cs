using System.Net;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Accounts;

public sealed class ForeignOriginTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private Person _alice = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _alice = await _app.SignedInAs("alice");
        _browser = Browser.On(_app, "http://localhost:5000");
        using var response = await _browser.SignIn("alice");
    }

    public ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _alice.Dispose();
        return _app.DisposeAsync();
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "something-new")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://localhost")]
    [InlineData("Origin", "http://localhost:5001")]
    [InlineData("Origin", "http://localhost:5000.evil.example")]
    [InlineData("Origin", "http://localhost@evil.example:5000")]
    [InlineData("Origin", "http://sub.localhost:5000")]
    [InlineData("Origin", "null")]
    public async Task A_change_made_by_another_site_with_the_cookie_is_refused(string header, string value)
    {
        using var response = await Rename("Mallory", (header, value));

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "foreign_origin");
        var me = await _alice.Client.GetJsonAsync("/api/me");
        Assert.NotEqual("Mallory", me.GetProperty("display_name").GetString(), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "http://localhost:5000")]
    [InlineData("Origin", "https://LOCALHOST:5000")] // behind a proxy that ends TLS
    public async Task A_change_made_by_this_site_is_not(string header, string value)
    {
        using var response = await Rename("Alice", (header, value));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_change_made_by_a_program_with_the_cookie_is_not_refused()
    {
        using var response = await Rename("Alice");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "https://elsewhere.example")]
    public async Task A_change_made_with_a_token_is_not_refused(string header, string value)
    {
        var token = _alice.Client.DefaultRequestHeaders.Authorization!.ToString();
        using var response = await Rename("Alice", (header, value), ("Authorization", token));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task An_empty_token_does_not_get_the_cookie_past_the_check()
    {
        using var response = await Rename("Mallory", ("Origin", "https://evil.example"), ("Authorization", "Bearer "));

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/accounts")]
    [InlineData("POST", "/api/session")]
    [InlineData("DELETE", "/api/session")]
    [InlineData("PUT", "/api/me/password")]
    [InlineData("POST", "/api/messages")]
    [InlineData("POST", "/API/Messages")]
    public async Task Every_call_that_changes_something_is_checked(string method, string address)
    {
        using var response = await _browser.Send(
            new HttpMethod(method),
            address,
            new { },
            ("Sec-Fetch-Site", "cross-site")
        );

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "foreign_origin");
    }

    [Fact]
    public async Task Another_site_cannot_sign_a_browser_in_as_somebody_of_its_choice()
    {
        using var visitor = Browser.On(_app);
        using var response = await visitor.Send(
            HttpMethod.Post,
            "/api/session",
            new { login = "alice", password = TestApp.Password },
            ("Origin", "https://evil.example")
        );

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "foreign_origin");
        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task Reading_is_not_refused()
    {
        using var response = await _browser.Send(HttpMethod.Get, "/api/me", null, ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private Task<HttpResponseMessage> Rename(string name, params (string Name, string Value)[] headers) =>
        _browser.Send(HttpMethod.Patch, "/api/me", new { display_name = name }, headers);
}
