using System.Net;
using System.Text.RegularExpressions;
using Cruddur.Server.Accounts;
using Cruddur.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Accounts;

[OnEveryEngine]
public sealed partial class SignInTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private Person _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _alice = await _app.SignedInAs("Alice");
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        return _app.DisposeAsync();
    }

    [Theory]
    [InlineData("Alice")]
    [InlineData("@Alice")]
    [InlineData("aLICE")]
    [InlineData("@alice")]
    [InlineData(" alice ")]
    [InlineData("Alice@example.test")]
    [InlineData("ALICE@EXAMPLE.TEST")]
    public async Task One_signs_in_by_handle_or_email_address_in_any_case(string login)
    {
        using var browser = Browser.On(_app);
        using var response = await browser.SignIn(login);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var me = await browser.Get("/api/me");
        var person = await me.ReadJsonAsync();
        Assert.Equal((await response.ReadJsonAsync()).ToString(), person.ToString());
        Assert.Equal(
            "uuid handle display_name email created_at",
            string.Join(' ', person.EnumerateObject().Select(property => property.Name))
        );
        Assert.Equal("Alice@example.test", person.GetProperty("email").GetString());
    }

    [Theory]
    [InlineData("/api/session")]
    [InlineData("/api/tokens")]
    public async Task An_unknown_login_a_wrong_password_and_a_locked_account_are_answered_alike(string address)
    {
        using var bob = await _app.SignedInAs("bob");
        for (var i = 0; i < 5; i++)
        {
            await Answer(address, "bob", "wrong password");
        }

        var wrong = await Answer(address, "alice", "wrong password");
        Assert.StartsWith("401", wrong, StringComparison.Ordinal);
        Assert.Contains("invalid_credentials", wrong, StringComparison.Ordinal);
        Assert.Equal(wrong, await Answer(address, "bob", TestApp.Password));
        Assert.Equal(wrong, await Answer(address, "alice@example.test", "wrong password"));
        Assert.Equal(wrong, await Answer(address, "nobody", TestApp.Password));
        Assert.Equal(wrong, await Answer(address, "@nobody", TestApp.Password));
        Assert.Equal(wrong, await Answer(address, "nobody@example.test", TestApp.Password));
        Assert.Equal(wrong, await Answer(address, "no handle; no address", TestApp.Password));
        Assert.Equal(wrong, await Answer(address, "", ""));
        Assert.Equal(wrong, await Answer(address, "alice", new string('x', 10_000)));
    }

    [Fact]
    public async Task A_login_or_password_that_is_not_sent_is_malformed()
    {
        using var browser = Browser.On(_app);
        using var response = await browser.Send(HttpMethod.Post, "/api/session", new { });

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request_malformed");
        Assert.Equal(2, problem.GetProperty("errors").EnumerateObject().Count());
    }

    [Fact]
    public async Task A_password_typed_with_a_combining_accent_is_the_same_password()
    {
        using var client = _app.Anonymous();
        var account = new
        {
            handle = "jose",
            display_name = "José",
            email = "jose@example.test",
            password = "contraseña",
        };
        await client.PostForJsonAsync("/api/accounts", account);

        await client.PostForJsonAsync("/api/tokens", new { login = "jose", password = "contrasen\u0303a" });
    }

    [Fact]
    public async Task Without_a_session_or_token_every_route_but_a_named_few_answers_with_a_problem_and_no_redirect()
    {
        string[] open =
        [
            "GET /api/sign_in",
            "POST /api/accounts",
            "POST /api/accounts/confirmation",
            "POST /api/accounts/confirmation/resend",
            "POST /api/password/forgot",
            "POST /api/password/reset",
            "POST /api/session",
            "GET /api/session/hosted",
            "POST /api/tokens",
            "GET /api/activities/home",
            "GET /api/activities/@{handle}",
            "GET /api/activities/{activity_uuid:guid}",
            "GET /api/health",
            "GET /openapi/{documentName}.json",
        ];
        using var browser = Browser.On(_app);
        var routes = _app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.GetRequiredMetadata<HttpMethodMetadata>()
                    .HttpMethods.Select(method => (Method: method, Path: endpoint.RoutePattern.RawText!))
            )
            .ToList();
        Assert.All(open, name => Assert.Contains(routes, route => $"{route.Method} {route.Path}" == name));
        foreach (var (method, path) in routes.Where(route => !open.Contains($"{route.Method} {route.Path}")))
        {
            var address = UuidParameter().Replace(path, Guid.AllBitsSet.ToString()).Replace("{handle}", "alice");
            using var response = await browser.Send(new HttpMethod(method), address, method == "GET" ? null : new { });

            var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
            Assert.Equal("urn:cruddur:problem:unauthenticated", problem.GetProperty("type").GetString());
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }
    }

    [Theory]
    [InlineData("/api/tokens")]
    [InlineData("/api/messages")]
    public async Task A_body_in_an_encoding_that_is_not_UTF_8_is_refused_and_no_bug(string address)
    {
        using var alice = await _app.SignedInAs("alice");
        foreach (var charset in (string[])["nonsense", "utf-16", "\"latin1\""])
        {
            using var body = new StringContent("{}");
            body.Headers.Remove("Content-Type");
            body.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");
            using var response = await alice.Client.PostAsync(address, body);
            await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        }
        using var utf8 = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var read = await alice.Client.PostAsync(address, utf8);
        Assert.NotEqual(HttpStatusCode.UnsupportedMediaType, read.StatusCode);
    }

    private async Task<string> Answer(string address, string login, string password)
    {
        using var browser = Browser.On(_app);
        using var response = await browser.Send(HttpMethod.Post, address, new { login, password });
        var headers = response.Headers.Concat(response.Content.Headers);
        var text =
            $"{(int)response.StatusCode}\n{string.Join('\n', headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}"))}\n";
        // The number of the trace is another for every request.
        return text + TraceId().Replace(await response.Content.ReadAsStringAsync(), "");
    }

    [GeneratedRegex(@"\{\w+:guid\}", RegexOptions.CultureInvariant)]
    private static partial Regex UuidParameter();

    [GeneratedRegex("\"trace_id\":\"[^\"]*\"", RegexOptions.CultureInvariant)]
    private static partial Regex TraceId();
}
