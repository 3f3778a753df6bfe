using System.Net;
using Cruddur.Server.Issuers;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Options;

namespace Cruddur.Tests.Issuers;

public sealed class IssuerStartTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_server_starts_without_its_issuer_and_takes_tokens_once_it_answers()
    {
        await using var keys = await KeyServer.StartAsync(SigningKey.First);
        keys.Instead = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        await using var app = await TestApp.StartAsync(_time, keys.Settings());
        var token = new TokenForge(keys.Issuer, SigningKey.First, _time).Good();

        using var refused = await Ask(app, token);
        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "issuer_unavailable");
        Assert.NotNull(refused.Headers.RetryAfter);
        // Whoever signs in here is not held up by it.
        using var alice = await app.SignedInAs("alice");

        keys.Instead = null;
        _time.Advance(IssuerKeys.LeastPause);
        using var taken = await Ask(app, token);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task Two_issuers_do_not_speak_for_each_others_people()
    {
        await using var first = await KeyServer.StartAsync(SigningKey.First);
        await using var second = await KeyServer.StartAsync(SigningKey.Second.Named("first"));
        await using var app = await TestApp.StartAsync(_time, [.. first.Settings(), .. second.Settings(1)]);

        var uuids = new List<Guid>();
        foreach (var (server, key) in new[] { (first, SigningKey.First), (second, second.Keys[0]) })
        {
            using var response = await Ask(app, new TokenForge(server.Issuer, key, _time).Good());
            uuids.Add((await response.ReadJsonAsync()).GetProperty("uuid").GetGuid());
        }
        Assert.NotEqual(uuids[0], uuids[1]);
        // The key of one under the name of the other.
        using var crossed = await Ask(app, new TokenForge(second.Issuer, SigningKey.First, _time).Good());
        Assert.Equal(HttpStatusCode.Unauthorized, crossed.StatusCode);
    }

    [Fact]
    public async Task An_issuer_whose_page_names_another_is_not_believed()
    {
        await using var keys = await KeyServer.StartAsync(SigningKey.First);
        keys.Discovery = new { issuer = "https://other.example", jwks_uri = keys.KeysAddress };
        await using var app = await TestApp.StartAsync(_time, keys.Settings());

        using var response = await Ask(app, new TokenForge(keys.Issuer, SigningKey.First, _time).Good());

        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "issuer_unavailable");
        Assert.Equal(0, keys.Requests);
    }

    [Fact]
    public async Task Audiences_are_looked_for_in_aud()
    {
        await using var keys = await KeyServer.StartAsync(SigningKey.First);
        await using var app = await TestApp.StartAsync(
            _time,
            $"--Api:Issuers:0:Issuer={keys.Issuer}",
            "--Api:Issuers:0:Audiences:0=https://messages.example",
            $"--Api:Issuers:0:JwksAddress={keys.KeysAddress}"
        );
        var forge = new TokenForge(keys.Issuer, SigningKey.First, _time);
        (object? Audience, int Status)[] cases =
        [
            ("https://messages.example", 200),
            (new[] { "https://other.example", "https://messages.example" }, 200),
            (new[] { "https://other.example" }, 401),
            ("https://messages.example/", 401),
            (Array.Empty<string>(), 401),
            (null, 401),
            (new { a = "https://messages.example" }, 401),
        ];
        foreach (var (audience, status) in cases)
        {
            using var response = await Ask(app, forge.With(claims => claims["aud"] = audience));
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("Issuer=http://issuer.example", "Api:Issuers:0:Issuer")]
    [InlineData("Issuer=issuer.example", "Api:Issuers:0:Issuer")]
    [InlineData("JwksAddress=http://issuer.example/keys", "Api:Issuers:0:JwksAddress")]
    [InlineData("ClientIds:0= ", "blank")]
    [InlineData("TokenUes=access", "Api:Issuers:0:TokenUes")]
    public async Task A_wrong_setting_is_refused_at_start_by_name(string setting, string named)
    {
        string[] settings = ["--Api:Issuers:0:Issuer=https://issuer.example", "--Api:Issuers:0:ClientIds:0=messenger"];
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            TestApp.StartAsync(_time, [.. settings, $"--Api:Issuers:0:{setting}"])
        );
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_whose_tokens_for_any_program_would_do_is_refused_at_start()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            TestApp.StartAsync(_time, "--Api:Issuers:0:Issuer=https://issuer.example")
        );
        Assert.Contains("neither Audiences nor ClientIds", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_cognito_pool_only_access_tokens_are_taken_unless_said_otherwise()
    {
        var pool = new IssuerSettings { Issuer = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI" };
        Assert.Equal("access", pool.RequiredTokenUse);
        Assert.Null(new IssuerSettings { Issuer = "https://cognito-idp.example/amazonaws.com" }.RequiredTokenUse);
    }

    private static async Task<HttpResponseMessage> Ask(TestApp app, string token)
    {
        using var client = app.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return await client.GetAsync("/api/me");
    }
}
