using System.Net;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Options;

namespace Cruddur.Tests.Accounts;

public sealed class CorsTests
{
    private const string Origin = "https://app.example.com";

    [Fact]
    public async Task No_other_site_may_read_answers_by_default()
    {
        await using var app = await TestApp.StartAsync();
        using var browser = Browser.On(app);
        using var preflight = await Preflight(browser, Origin);
        using var call = await browser.Send(HttpMethod.Get, "/api/me", null, ("Origin", Origin));

        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(call.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_configured_site_may_with_a_token_and_never_with_the_cookie()
    {
        await using var app = await TestApp.StartAsync(null, $"--Security:AllowedOrigins:0={Origin}");
        using var alice = await app.SignedInAs("alice");
        using var browser = Browser.On(app);
        using var preflight = await Preflight(browser, Origin);
        var token = alice.Client.DefaultRequestHeaders.Authorization!.ToString();
        using var call = await browser.Send(
            HttpMethod.Get,
            "/api/me",
            null,
            ("Origin", Origin),
            ("Authorization", token)
        );

        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal(Origin, preflight.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains(
            "PATCH",
            preflight.Headers.GetValues("Access-Control-Allow-Methods").Single(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Cruddur-User",
            preflight.Headers.GetValues("Access-Control-Allow-Headers").Single(),
            StringComparison.Ordinal
        );
        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Equal(HttpStatusCode.OK, call.StatusCode);
        Assert.Equal(Origin, call.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(call.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("https://other.example.com")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com.evil.example")]
    [InlineData("null")]
    public async Task Another_site_than_the_configured_one_may_not(string origin)
    {
        await using var app = await TestApp.StartAsync(null, $"--Security:AllowedOrigins:0={Origin}");
        using var browser = Browser.On(app);
        using var preflight = await Preflight(browser, origin);

        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://app.example.com/")]
    [InlineData("app.example.com")]
    [InlineData("null")]
    public async Task What_is_not_an_origin_stops_the_server_at_start(string origin)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            TestApp.StartAsync(null, $"--Security:AllowedOrigins:0={origin}")
        );
        Assert.Contains("Security:AllowedOrigins", error.Message, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Preflight(Browser browser, string origin) =>
        browser.Send(
            HttpMethod.Options,
            "/api/me",
            null,
            ("Origin", origin),
            ("Access-Control-Request-Method", "PATCH"),
            ("Access-Control-Request-Headers", "authorization,content-type,cruddur-user")
        );
}
