using System.Net;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Options;

namespace Cruddur.Tests.Accounts;

public sealed class SecurityHeadersTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/api/health")]
    [InlineData("/api/me")]
    [InlineData("/api/nothing")]
    [InlineData("/api/users?query=a&limit=many")]
    [InlineData("/api/health", "DELETE")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/assets/nothing.js")]
    [InlineData("/%")]
    public async Task Every_answer_tells_browsers_what_not_to_do(string address, string method = "GET")
    {
        using var browser = Browser.On(_app);
        using var response = await browser.Send(new HttpMethod(method), address);

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.False(response.Headers.Contains("Server"));
        Assert.Contains(
            "camera=()",
            response.Headers.GetValues("Permissions-Policy").Single(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/api/health")]
    [InlineData("/api/me")]
    [InlineData("/api/nothing")]
    public async Task No_answer_of_the_api_is_stored(string address)
    {
        using var browser = Browser.On(_app);
        using var response = await browser.Get(address);

        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task A_stream_and_a_bug_tell_browsers_the_same()
    {
        InterceptedTable table = null!;
        await using var app = await TestApp.StartAsync(
            TimeProvider.System,
            engine => table = new InterceptedTable(engine)
        );
        using var alice = await app.SignedInAs("alice");
        using var bob = await app.SignedInAs("bob");
        var group = await alice.OpenWith(bob);
        using var stream = await alice.Client.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        table.BeforeWrite = (_, _) => throw new InvalidOperationException("On purpose.");
        using var bug = await alice.TryPut(group, TestUuid.Next(), "hello");

        await bug.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "internal_error");
        foreach (var answer in new[] { stream, bug })
        {
            Assert.True(answer.Headers.Contains("Content-Security-Policy"));
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.True(answer.Headers.CacheControl?.NoStore);
        }
        Assert.DoesNotContain("On purpose", await bug.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://chat.example.test", "max-age=31536000; includeSubDomains")]
    [InlineData("https://localhost", null)]
    [InlineData("http://chat.example.test", null)]
    public async Task Over_https_browsers_are_told_to_come_back_that_way_for_a_year(string server, string? told)
    {
        foreach (var address in new[] { "/", "/api/health", "/api/me", "/api/nothing" })
        {
            using var browser = Browser.On(_app, server);
            using var response = await browser.Get(address);

            var transport = response.Headers.TryGetValues("Strict-Transport-Security", out var found)
                ? found.Single()
                : null;
            Assert.Equal(told, transport);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("max-age=0")]
    public async Task How_long_is_a_setting(string setting)
    {
        await using var app = await TestApp.StartAsync(null, $"--Security:StrictTransportSecurity={setting}");
        using var browser = Browser.On(app, "https://chat.example.test");
        using var response = await browser.Get("/api/health");

        var told = response.Headers.TryGetValues("Strict-Transport-Security", out var found) ? found.Single() : "";
        Assert.Equal(setting, told);
    }

    [Fact]
    public async Task What_browsers_would_not_understand_stops_the_server_at_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            TestApp.StartAsync(null, "--Security:StrictTransportSecurity=a year")
        );
        Assert.Contains("Security:StrictTransportSecurity", error.Message, StringComparison.Ordinal);
    }
}
