using System.Net;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cognito;

/// <summary>Signing up when the pool has the account already, or took it and could not say so.</summary>
public sealed class PoolSignUpTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private PoolStandIn _pool = null!;

    public async ValueTask InitializeAsync() => _pool = await PoolStandIn.StartAsync(_time);

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    [Theory]
    [InlineData("Handle")]
    [InlineData("Email")]
    public async Task Who_sends_a_sign_up_again_whose_answer_was_lost_gets_another_code(string username)
    {
        await using var app = await StartAsync(username);
        using var browser = Browser.On(app);
        _pool.Cut("SignUp");
        using var lost = await SignUpAsync(browser);
        await lost.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "accounts_unavailable");
        _pool.Refuse("SignUp", "UsernameExistsException");
        _pool.Refuse("InitiateAuth", "UserNotConfirmedException");

        using var again = await SignUpAsync(browser);

        await again.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account_not_confirmed");
        await Resent();
        // Nobody has taken the handle for good.
        _pool.Instead.Clear();
        using var signedIn = await browser.SignIn("alice@example.test");
        Assert.Equal("alice", (await signedIn.ReadJsonAsync()).GetProperty("handle").GetString());
    }

    [Theory]
    [InlineData("Handle", HttpStatusCode.Conflict, 0)]
    [InlineData("Email", HttpStatusCode.Created, 1)]
    public async Task Who_does_not_know_the_password_of_the_account_is_told_nothing_of_it(
        string username,
        HttpStatusCode status,
        int codes
    )
    {
        await using var app = await StartAsync(username);
        _pool.Refuse("SignUp", "UsernameExistsException");
        _pool.Refuse("InitiateAuth", "NotAuthorizedException");
        using var browser = Browser.On(app);

        using var again = await SignUpAsync(browser);

        Assert.Equal(status, again.StatusCode);
        if (codes > 0)
        {
            await Resent();
        }
        Assert.Equal(codes, _pool.Calls.Count(call => call.Operation == "ResendConfirmationCode"));
    }

    [Fact]
    public async Task Who_is_turned_away_by_a_trigger_of_the_pool_reads_its_words()
    {
        await using var app = await StartAsync("Handle");
        _pool.Refuse(
            "SignUp",
            "UserLambdaValidationException",
            "PreSignUp failed with error Only people of\n example.org.."
        );
        using var browser = Browser.On(app);

        using var refused = await SignUpAsync(browser);

        var problem = await refused.ShouldBeProblemAsync((HttpStatusCode)422, "sign_up_refused");
        Assert.Equal("Only people of  example.org.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_pool_of_addresses_takes_none_of_more_than_128_characters()
    {
        await using var app = await StartAsync("Email");
        using var browser = Browser.On(app);

        using var refused = await SignUpAsync(browser, $"{new string('a', 120)}@example.test");

        await refused.ShouldBeProblemAsync((HttpStatusCode)422, "email_invalid");
        Assert.Empty(_pool.Calls);
    }

    private Task Resent() =>
        Eventually.True(
            () => Task.FromResult(_pool.Calls.Any(call => call.Operation == "ResendConfirmationCode")),
            "another code is sent"
        );

    private Task<TestApp> StartAsync(string username) =>
        TestApp.StartAsync(_time, [.. _pool.Settings, $"--Cognito:Username={username}"]);

    private static Task<HttpResponseMessage> SignUpAsync(Browser browser, string email = "alice@example.test") =>
        browser.Send(
            HttpMethod.Post,
            "/api/accounts",
            new
            {
                handle = "alice",
                display_name = "Alice",
                email,
                password = TestApp.Password,
            }
        );
}
