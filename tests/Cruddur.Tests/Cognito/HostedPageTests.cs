using System.Net;
using System.Text.RegularExpressions;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cognito;

/// <summary>Signing in on the pool's own page, as a browser does: both sites, their cookies and redirects.</summary>
[Collection(CognitoTests.Name)]
public sealed partial class HostedPageTests(CognitoEmulator emulator) : IAsyncLifetime
{
    private const string Callback = "http://localhost/api/session/hosted/callback";

    private EmulatedPool _pool = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _pool = await emulator.MakePoolAsync(
            isByEmail: false,
            Callback,
            Callback.Replace("http:", "https:", StringComparison.Ordinal)
        );
        await _pool.AddAsync(
            "alice",
            TestApp.Password,
            ("email", "alice@example.test"),
            ("preferred_username", "Alice")
        );
        _app = await TestApp.StartAsync(null, [.. _pool.Settings, $"--Cognito:Domain={emulator.Endpoint}"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("http://localhost", "cruddur=")]
    [InlineData("https://localhost", "__Host-cruddur=")]
    public async Task Who_signs_in_on_the_pools_page_comes_back_signed_in(string address, string cookie)
    {
        using var browser = Begin(address);
        var back = await SignInThereAsync(await browser.LeaveAsync());

        using var response = await browser.GetAsync(back);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/", response.Headers.Location!.ToString());
        Assert.Contains(browser.Cookies, one => one.StartsWith(cookie, StringComparison.Ordinal));
        using var me = await browser.GetAsync("/api/me");
        Assert.Equal("Alice", (await me.ReadJsonAsync()).GetProperty("handle").GetString());
    }

    [Fact]
    public async Task The_way_there_carries_a_challenge_and_a_state_and_no_secret()
    {
        using var browser = Begin();
        var there = await browser.LeaveAsync();

        var query = System.Web.HttpUtility.ParseQueryString(there.Query);
        Assert.Equal("S256", query["code_challenge_method"]);
        Assert.Equal(43, query["code_challenge"]!.Length);
        Assert.Equal("code", query["response_type"]);
        Assert.Equal(Callback, query["redirect_uri"]);
        Assert.True(query["state"]!.Length > 40);
        Assert.All(browser.SetCookies, set => Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase));
        Assert.All(browser.SetCookies, set => Assert.Contains("samesite=lax", set, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Over_https_the_cookie_of_the_way_there_is_secure()
    {
        using var browser = Begin("https://localhost");
        await browser.LeaveAsync();
        Assert.All(browser.SetCookies, set => Assert.Contains("secure", set, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nobody_is_signed_in_by_a_way_back_that_another_browser_began()
    {
        using var attacker = Begin();
        var back = await SignInThereAsync(await attacker.LeaveAsync());
        using var victim = Begin();
        await victim.LeaveAsync();

        using var response = await victim.GetAsync(back);

        Assert.Equal("/sign-in?hosted=failed", response.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await victim.GetAsync("/api/me")).StatusCode);
    }

    [Theory]
    [InlineData("code=made-up")]
    [InlineData("error=access_denied")]
    [InlineData("")]
    public async Task A_way_back_without_a_good_code_leads_to_the_page_for_signing_in(string query)
    {
        using var browser = Begin();
        var state = System.Web.HttpUtility.ParseQueryString((await browser.LeaveAsync()).Query)["state"]!;

        using var response = await browser.GetAsync(new Uri($"{Callback}?{query}&state={Uri.EscapeDataString(state)}"));

        Assert.Equal("/sign-in?hosted=failed", response.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/me")).StatusCode);
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        using var browser = Begin();
        var back = await SignInThereAsync(await browser.LeaveAsync());
        using var first = await browser.GetAsync(back);
        using var second = await browser.GetAsync(back);

        Assert.Equal("/", first.Headers.Location!.ToString());
        Assert.Equal("/sign-in?hosted=failed", second.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Whoever_was_signed_in_in_the_browser_before_is_so_no_more()
    {
        using var browser = Begin();
        using var first = await browser.GetAsync(await SignInThereAsync(await browser.LeaveAsync()));
        using var before = Browser.On(_app);
        before.Cookie = browser.Cookies.Single(cookie => cookie.StartsWith("cruddur=", StringComparison.Ordinal));
        Assert.Equal(200, await before.StatusOf("/api/me"));

        using var second = await browser.GetAsync(await SignInThereAsync(await browser.LeaveAsync()));

        Assert.Equal(401, await before.StatusOf("/api/me"));
    }

    [Fact]
    public async Task Without_a_domain_there_is_no_such_page()
    {
        await using var app = await TestApp.StartAsync(null, _pool.Settings);
        using var client = app.Anonymous();
        using var response = await client.GetAsync("/api/session/hosted");
        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task The_pages_are_told_where_it_is()
    {
        using var client = _app.Anonymous();
        var offer = await client.GetJsonAsync("/api/sign_in");
        Assert.Equal("/api/session/hosted", offer.GetProperty("hosted_page").GetString());
    }

    // The form of the pool's page, filled in and sent.
    private static async Task<Uri> SignInThereAsync(Uri page)
    {
        using var there = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var html = await there.GetStringAsync(page);
        var fields = HiddenField()
            .Matches(html)
            .ToDictionary(
                match => match.Groups[1].Value,
                match => WebUtility.HtmlDecode(match.Groups[2].Value),
                StringComparer.Ordinal
            );
        fields["username"] = "alice";
        fields["password"] = TestApp.Password;
        using var form = new FormUrlEncodedContent(fields);
        using var response = await there.PostAsync(new Uri(page, "/oauth2/authorize"), form);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return response.Headers.Location!;
    }

    private CookieKeeper Begin(string address = "http://localhost") => new(_app, address);

    [GeneratedRegex("name=\"(\\w+)\" value=\"([^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex HiddenField();

    /// <summary>A browser on this server that keeps every cookie.</summary>
    private sealed class CookieKeeper(TestApp app, string address) : IDisposable
    {
        private readonly HttpClient _client = app.Anonymous();
        private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

        public List<string> SetCookies { get; } = [];

        public IEnumerable<string> Cookies => _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}");

        /// <summary>Where the pool's page is.</summary>
        public async Task<Uri> LeaveAsync()
        {
            using var response = await GetAsync("/api/session/hosted");
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
            return response.Headers.Location!;
        }

        public Task<HttpResponseMessage> GetAsync(string path) => GetAsync(new Uri(new Uri(address), path));

        public async Task<HttpResponseMessage> GetAsync(Uri uri)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            if (_cookies.Count > 0)
            {
                request.Headers.Add("Cookie", string.Join("; ", Cookies));
            }
            var response = await _client.SendAsync(request);
            foreach (var set in response.Headers.TryGetValues("Set-Cookie", out var sets) ? sets : [])
            {
                SetCookies.Add(set);
                var pair = set.Split(';')[0].Split('=', 2);
                _cookies[pair[0]] = pair[1];
                if (pair[1].Length == 0)
                {
                    _cookies.Remove(pair[0]);
                }
            }
            return response;
        }

        public void Dispose() => _client.Dispose();
    }
}
