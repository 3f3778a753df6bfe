using Cruddur.Tests.Support;

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
    public async Task Every_answer_tells_browsers_what_not_to_do(string address)
    {
        using var browser = Browser.On(_app);
        using var response = await browser.Get(address);

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
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
}
