using System.Net;
using Cruddur.Server.Accounts;
using Cruddur.Server.Cognito;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Issuers;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Cognito;

/// <summary>What becomes of sessions while the pool is slow or refuses, and of what the pool gave for them.</summary>
public sealed class PoolSessionTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private PoolStandIn _pool = null!;

    public async ValueTask InitializeAsync() => _pool = await PoolStandIn.StartAsync(_time);

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    [Fact]
    public async Task A_pool_that_does_not_answer_in_time_ends_no_session_and_keeps_nobody_from_signing_out()
    {
        await using var app = await TestApp.StartAsync(
            _time,
            services =>
                services
                    .AddHttpClient<Cruddur.Cognito.UserPoolApi>()
                    .ConfigureHttpClient(http => http.Timeout = TimeSpan.FromMilliseconds(300)),
            _pool.Settings
        );
        using var browser = Browser.On(app);
        using var signedIn = await browser.SignIn("alice");
        _pool.Hang("InitiateAuth");
        _pool.Hang("RevokeToken");
        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(200, await browser.StatusOf("/api/me"));
        using var signedOut = await browser.Send(HttpMethod.Delete, "/api/session");

        Assert.Equal(HttpStatusCode.NoContent, signedOut.StatusCode);
        Assert.Equal(401, await browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task However_many_calls_of_a_session_come_at_once_the_pool_is_asked_once()
    {
        await using var app = await TestApp.StartAsync(_time, _pool.Settings);
        var accounts = app.Services.GetRequiredService<IAccounts>();
        var verified = Assert.IsType<VerifyResult.Verified>(
            await accounts.VerifyAsync("alice", TestApp.Password, None)
        );
        var answer = new TaskCompletionSource();
        _pool.Instead["InitiateAuth"] = async context =>
        {
            await answer.Task.WaitAsync(context.RequestAborted);
            await PoolStandIn.WriteAsync(context, new { AuthenticationResult = new { _pool.AccessToken } });
        };
        var before = _pool.Calls.Count;
        _time.Advance(TimeSpan.FromHours(2));

        using var givenUp = new CancellationTokenSource();
        var first = accounts.RefreshAsync(verified.Tokens!, givenUp.Token);
        var others = Enumerable.Range(0, 8).Select(_ => accounts.RefreshAsync(verified.Tokens!, None)).ToArray();
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult();

        Assert.All(await Task.WhenAll(others), result => Assert.IsType<RefreshResult.Refreshed>(result));
        Assert.Equal(before + 1, _pool.Calls.Count);
        // The next one is a call of its own.
        await accounts.RefreshAsync(verified.Tokens!, None);
        Assert.Equal(before + 2, _pool.Calls.Count);
    }

    [Fact]
    public async Task Whom_a_trigger_of_the_pool_turns_away_is_out()
    {
        await using var app = await TestApp.StartAsync(_time, _pool.Settings);
        using var browser = Browser.On(app);
        using var signedIn = await browser.SignIn("alice");
        _pool.Refuse("InitiateAuth", "UserLambdaValidationException");
        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(401, await browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task A_refusal_that_goes_on_ends_a_session_after_a_day()
    {
        await using var app = await TestApp.StartAsync(_time, _pool.Settings);
        using var browser = Browser.On(app);
        using var signedIn = await browser.SignIn("alice");
        _pool.Refuse("InitiateAuth", "ResourceNotFoundException");
        _time.Advance(PoolRefresh.MostRefused);
        Assert.Equal(200, await browser.StatusOf("/api/me"));

        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(401, await browser.StatusOf("/api/me"));
        Assert.Contains(" 2308 ", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_gets_a_token_leaves_no_refresh_token_in_the_pool()
    {
        await using var app = await TestApp.StartAsync(_time, _pool.Settings);
        using var browser = Browser.On(app);

        using var token = await browser.Send(
            HttpMethod.Post,
            "/api/tokens",
            new { login = "alice", password = TestApp.Password }
        );

        Assert.Equal(HttpStatusCode.OK, token.StatusCode);
        await Eventually.True(
            () => Task.FromResult(_pool.Calls.Any(call => call.Operation == "RevokeToken")),
            "the refresh token is revoked"
        );
    }

    [Fact]
    public async Task Only_the_pools_own_tokens_sign_in_whatever_is_taken_as_bearer_tokens()
    {
        await using var other = await PoolStandIn.StartAsync(_time);
        await using var app = await TestApp.StartAsync(
            _time,
            [
                .. _pool.Settings,
                $"--Api:Issuers:0:Issuer={other.Endpoint}/{PoolStandIn.PoolId}",
                $"--Api:Issuers:0:ClientIds:0={TokenForge.Client}",
                $"--Api:Issuers:0:JwksAddress={other.Endpoint}/{PoolStandIn.PoolId}/.well-known/jwks.json",
            ]
        );
        _pool.Instead["InitiateAuth"] = context =>
            PoolStandIn.WriteAsync(context, new { AuthenticationResult = new { other.AccessToken } });
        using var browser = Browser.On(app);

        using var response = await browser.SignIn("alice");

        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "accounts_unavailable");
        Assert.Contains(" 2303 ", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_settings_say_of_the_pool_as_an_issuer_is_left_as_it_is()
    {
        var issuer = $"{_pool.Endpoint}/{PoolStandIn.PoolId}";
        await using var app = await TestApp.StartAsync(
            _time,
            [
                .. _pool.Settings,
                $"--Api:Issuers:0:Issuer={issuer}",
                "--Api:Issuers:0:ClientIds:0=another-program",
                $"--Api:Issuers:0:JwksAddress={issuer}/.well-known/jwks.json",
            ]
        );
        using var browser = Browser.On(app);
        using var signedIn = await browser.SignIn("alice");
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);

        using var client = app.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {_pool.AccessToken}");
        using var bearer = await client.GetAsync("/api/me");

        Assert.Equal(HttpStatusCode.Unauthorized, bearer.StatusCode);
    }

    private static CancellationToken None => CancellationToken.None;
}
