using System.Net;
using System.Net.Http.Json;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Options;

namespace Cruddur.Tests.RateLimits;

public sealed class TrustedProxiesTests
{
    private const string Proxy = "10.1.2.3";
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData("--Security:TrustedProxies:0=10.1.2.3")]
    [InlineData("--Security:TrustedProxies:0=10.0.0.0/8")]
    public async Task Behind_a_trusted_proxy_callers_are_told_apart_by_their_own_address(string setting)
    {
        await using var app = await LimitedApp.StartAsync(_time, setting, "--RateLimits:SignInAddressPerMinute=1");

        Assert.Equal(HttpStatusCode.Unauthorized, await SignIn(app, Proxy, "203.0.113.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SignIn(app, Proxy, "203.0.113.1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignIn(app, Proxy, "203.0.113.2"));
        // What a caller wrote itself stands in front of what the proxy saw.
        Assert.Equal(HttpStatusCode.TooManyRequests, await SignIn(app, Proxy, "198.51.100.9, 203.0.113.2"));
        Assert.DoesNotContain(" 2600 ", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_of_trusted_proxies_is_gone_through_to_the_first_that_is_not()
    {
        await using var app = await LimitedApp.StartAsync(
            _time,
            "--Security:TrustedProxies:0=10.0.0.0/8",
            "--RateLimits:SignInAddressPerMinute=1"
        );

        Assert.Equal(HttpStatusCode.Unauthorized, await SignIn(app, Proxy, "203.0.113.1, 10.9.9.9"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SignIn(app, Proxy, "192.0.2.7, 203.0.113.1, 10.9.9.8"));
    }

    [Theory]
    [InlineData()]
    [InlineData("--Security:TrustedProxies:0=10.1.2.4")]
    public async Task Nobody_else_is_believed_and_that_is_said_once(params string[] settings)
    {
        await using var app = await LimitedApp.StartAsync(
            _time,
            [.. settings, "--RateLimits:SignInAddressPerMinute=1"]
        );

        Assert.Equal(HttpStatusCode.Unauthorized, await SignIn(app, Proxy, "203.0.113.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SignIn(app, Proxy, "203.0.113.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SignIn(app, Proxy, "203.0.113.3"));
        var line = Assert.Single(app.Log.Text.Split('\n'), line => line.Contains(" 2600 ", StringComparison.Ordinal));
        Assert.Contains(Proxy, line, StringComparison.Ordinal);
        Assert.Contains("Security:TrustedProxies", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Security:TrustedProxies:0=10.1.2.3", "__Host-cruddur=")]
    [InlineData("--Security:TrustedProxies:0=10.1.2.4", "cruddur=")]
    public async Task A_trusted_proxy_says_that_the_caller_speaks_https(string setting, string cookie)
    {
        await using var app = await LimitedApp.StartAsync(_time, setting);
        using var alice = await app.SignedInAs("alice");
        using var browser = Browser.On(app);
        using var signedIn = await browser.Send(
            HttpMethod.Post,
            "/api/session",
            new { login = "alice", password = TestApp.Password },
            (LimitedApp.AddressHeader, Proxy),
            ("X-Forwarded-For", "203.0.113.1"),
            ("X-Forwarded-Proto", "https")
        );

        Assert.StartsWith(cookie, browser.SetCookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("10.0.0.0/33")]
    [InlineData("proxy.example.com")]
    public async Task What_is_no_address_stops_the_server_at_start(string proxy)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            LimitedApp.StartAsync(_time, $"--Security:TrustedProxies:0={proxy}")
        );
        Assert.Contains("Security:TrustedProxies", error.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> SignIn(TestApp app, string address, string forwardedFor)
    {
        using var client = app.From(address);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        using var answer = await client.PostAsJsonAsync("/api/session", new { login = "a", password = "guess" });
        return answer.StatusCode;
    }
}
