using System.Net;
using Cruddur.Server.Accounts;
using Cruddur.Server.Cognito;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Issuers;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Cognito;

/// <summary>What becomes of sessions while the pool is slow or refuses, and of what the pool gave for them.</summary>
public sealed class PoolSessionTests : StandInPoolTests
{
    [Fact]
    public async Task A_session_goes_on_while_its_refresh_token_is_good_and_ends_when_the_pool_revokes_it()
    {
        using var browser = Browser.On(App);
        using var signedIn = await browser.SignIn("alice");
        Refresh("refresh-2");
        Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(200, await browser.StatusOf("/api/me"));
        Assert.Equal("refresh-1", LastRefreshToken());
        // One that the pool gave in its place is the next.
        Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(200, await browser.StatusOf("/api/me"));
        Assert.Equal("refresh-2", LastRefreshToken());

        Pool.Refuse("InitiateAuth", "NotAuthorizedException", "Refresh Token has been revoked");
        Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(401, await browser.StatusOf("/api/me"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task A_session_outlives_an_outage_of_the_pool(int status)
    {
        using var browser = Browser.On(App);
        using var signedIn = await browser.SignIn("alice");
        Pool.Status("InitiateAuth", status);
        Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(200, await browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task Signing_out_revokes_the_refresh_token_and_succeeds_when_the_pool_cannot_be_asked()
    {
        using var browser = Browser.On(App);
        using var signedIn = await browser.SignIn("alice");
        using var signedOut = await browser.Send(HttpMethod.Delete, "/api/session");
        await Eventually.True(
            () => Task.FromResult(Pool.Calls.Any(call => call.Operation == "RevokeToken")),
            "the token is revoked"
        );
        Assert.Equal(
            "refresh-1",
            Pool.Calls.Single(call => call.Operation == "RevokeToken").Body.GetProperty("Token").GetString()
        );

        using var again = await browser.SignIn("alice");
        Pool.Cut("RevokeToken");
        using var out2 = await browser.Send(HttpMethod.Delete, "/api/session");

        Assert.Equal(HttpStatusCode.NoContent, out2.StatusCode);
        Assert.Equal(401, await browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task A_pool_that_does_not_answer_in_time_ends_no_session_and_keeps_nobody_from_signing_out()
    {
        await using var app = await TestApp.StartAsync(
            Time,
            services =>
                services
                    .AddHttpClient<Cruddur.Cognito.UserPoolApi>()
                    .ConfigureHttpClient(http => http.Timeout = TimeSpan.FromMilliseconds(300)),
            Pool.Settings
        );
        using var browser = Browser.On(app);
        using var signedIn = await browser.SignIn("alice");
        Pool.Hang("InitiateAuth");
        Pool.Hang("RevokeToken");
        Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(200, await browser.StatusOf("/api/me"));
        using var signedOut = await browser.Send(HttpMethod.Delete, "/api/session");

        Assert.Equal(HttpStatusCode.NoContent, signedOut.StatusCode);
        Assert.Equal(401, await browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task However_many_calls_of_a_session_come_at_once_the_pool_is_asked_once()
    {
        var accounts = App.Services.GetRequiredService<IAccounts>();
        var verified = Assert.IsType<VerifyResult.Verified>(
            await accounts.VerifyAsync("alice", TestApp.Password, None)
        );
        var answer = new TaskCompletionSource();
        Pool.Instead["InitiateAuth"] = async context =>
        {
            await answer.Task.WaitAsync(context.RequestAborted);
            await PoolStandIn.WriteAsync(context, new { AuthenticationResult = new { Pool.AccessToken } });
        };
        var before = Pool.Calls.Count;
        Time.Advance(TimeSpan.FromHours(2));

        using var givenUp = new CancellationTokenSource();
        var first = accounts.RefreshAsync(verified.Tokens!, givenUp.Token);
        var others = Enumerable.Range(0, 8).Select(_ => accounts.RefreshAsync(verified.Tokens!, None)).ToArray();
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult();

        Assert.All(await Task.WhenAll(others), result => Assert.IsType<RefreshResult.Refreshed>(result));
        Assert.Equal(before + 1, Pool.Calls.Count);
        // The next one is a call of its own.
        await accounts.RefreshAsync(verified.Tokens!, None);
        Assert.Equal(before + 2, Pool.Calls.Count);
    }

    [Fact]
    public async Task Whom_a_trigger_of_the_pool_turns_away_is_out()
    {
        using var browser = Browser.On(App);
        using var signedIn = await browser.SignIn("alice");
        Pool.Refuse("InitiateAuth", "UserLambdaValidationException");
        Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(401, await browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task A_refusal_that_goes_on_ends_a_session_after_a_day()
    {
        using var browser = Browser.On(App);
        using var signedIn = await browser.SignIn("alice");
        Pool.Refuse("InitiateAuth", "ResourceNotFoundException");
        Time.Advance(PoolRefresh.MostRefused);
        Assert.Equal(200, await browser.StatusOf("/api/me"));

        Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(401, await browser.StatusOf("/api/me"));
        Assert.Contains(" 2308 ", App.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_gets_a_token_leaves_no_refresh_token_in_the_pool()
    {
        using var browser = Browser.On(App);

        using var token = await browser.Send(
            HttpMethod.Post,
            "/api/tokens",
            new { login = "alice", password = TestApp.Password }
        );

        Assert.Equal(HttpStatusCode.OK, token.StatusCode);
        await Eventually.True(
            () => Task.FromResult(Pool.Calls.Any(call => call.Operation == "RevokeToken")),
            "the refresh token is revoked"
        );
    }

    [Fact]
    public async Task Only_the_pools_own_tokens_sign_in_whatever_is_taken_as_bearer_tokens()
    {
        await using var other = await PoolStandIn.StartAsync(Time);
        await using var app = await TestApp.StartAsync(
            Time,
            [
                .. Pool.Settings,
                $"--Api:Issuers:0:Issuer={other.Endpoint}/{PoolStandIn.PoolId}",
                $"--Api:Issuers:0:ClientIds:0={TokenForge.Client}",
                $"--Api:Issuers:0:JwksAddress={other.Endpoint}/{PoolStandIn.PoolId}/.well-known/jwks.json",
            ]
        );
        Pool.Instead["InitiateAuth"] = context =>
            PoolStandIn.WriteAsync(context, new { AuthenticationResult = new { other.AccessToken } });
        using var browser = Browser.On(app);

        using var response = await browser.SignIn("alice");

        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "accounts_unavailable");
        Assert.Contains(" 2303 ", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_settings_say_of_the_pool_as_an_issuer_is_left_as_it_is()
    {
        var issuer = $"{Pool.Endpoint}/{PoolStandIn.PoolId}";
        await using var app = await TestApp.StartAsync(
            Time,
            [
                .. Pool.Settings,
                $"--Api:Issuers:0:Issuer={issuer}",
                "--Api:Issuers:0:ClientIds:0=another-program",
                $"--Api:Issuers:0:JwksAddress={issuer}/.well-known/jwks.json",
            ]
        );
        using var browser = Browser.On(app);
        using var signedIn = await browser.SignIn("alice");
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);

        using var client = app.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {Pool.AccessToken}");
        using var bearer = await client.GetAsync("/api/me");

        Assert.Equal(HttpStatusCode.Unauthorized, bearer.StatusCode);
    }

    private string? LastRefreshToken() =>
        Pool
            .Calls.Last(call => call.Operation == "InitiateAuth")
            .Body.GetProperty("AuthParameters")
            .GetProperty("REFRESH_TOKEN")
            .GetString();

    private void Refresh(string refreshToken) =>
        Pool.Instead["InitiateAuth"] = context =>
            PoolStandIn.WriteAsync(
                context,
                new { AuthenticationResult = new { Pool.AccessToken, RefreshToken = refreshToken } }
            );

    private static CancellationToken None => CancellationToken.None;
}
