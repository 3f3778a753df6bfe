using System.Net;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Accounts;

[OnEveryEngine]
public sealed class AccessTokenTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private TestApp _app = null!;
    private Person _alice = null!;
    private string _token = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time);
        _alice = await _app.SignedInAs("alice");
        _token = _alice.Client.DefaultRequestHeaders.Authorization!.Parameter!;
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task A_token_says_what_it_is_and_how_long_it_lasts()
    {
        using var client = _app.Anonymous();
        var answer = await client.PostForJsonAsync("/api/tokens", new { login = "alice", password = TestApp.Password });

        Assert.Equal(
            "access_token token_type expires_in",
            string.Join(' ', answer.EnumerateObject().Select(property => property.Name))
        );
        Assert.Equal("Bearer", answer.GetProperty("token_type").GetString());
        Assert.Equal(3600, answer.GetProperty("expires_in").GetInt64());
    }

    [Fact]
    public async Task A_token_ends_after_an_hour()
    {
        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusOf($"Bearer {_token}"));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf($"Bearer {_token}"));
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer nonsense")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.")]
    [InlineData("Basic YWxpY2U6Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5")]
    public async Task Anything_else_is_no_token(string authorization) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf(authorization));

    [Fact]
    public async Task The_scheme_is_read_in_any_case() =>
        Assert.Equal(HttpStatusCode.OK, await StatusOf($"bearer {_token}"));

    [Fact]
    public async Task A_token_is_no_cookie_and_a_cookie_is_no_token()
    {
        using var browser = Browser.On(_app);
        using var response = await browser.SignIn("alice");
        var cookie = browser.Cookie!["cruddur=".Length..];

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf($"Bearer {cookie}"));
        browser.Cookie = $"cruddur={_token}";
        Assert.Equal(401, await browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task A_bad_token_is_not_made_good_by_a_cookie()
    {
        using var browser = Browser.On(_app);
        using var signedIn = await browser.SignIn("alice");
        using var response = await browser.Send(HttpMethod.Get, "/api/me", null, ("Authorization", "Bearer nonsense"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private async Task<HttpStatusCode> StatusOf(string authorization)
    {
        using var client = _app.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.GetAsync("/api/me");
        return response.StatusCode;
    }
}
