using System.Net;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Issuers;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cognito;

/// <summary>A password that was set anew by a code ends what was before, whatever the pool says afterwards.</summary>
public sealed class PoolResetTests : StandInPoolTests
{
    [Theory]
    [InlineData("alice", "challenge")]
    [InlineData("alice", "500")]
    [InlineData("alice", "429")]
    [InlineData("alice", "cut")]
    [InlineData("ALICE@example.test", "challenge")]
    [InlineData("alice@example.test", "500")]
    public async Task Old_sessions_end_also_when_the_pool_does_not_sign_in_with_the_new_password(
        string login,
        string fault
    )
    {
        using var before = Browser.On(App);
        // By the address once, which shows whose it is.
        using var byAddress = await before.SignIn("alice@example.test");
        using var signedIn = await before.SignIn("alice");
        Assert.Equal(200, await before.StatusOf("/api/me"));
        Break(fault);

        using var browser = Browser.On(App);
        using var reset = await ResetAsync(browser, login);

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal(401, await before.StatusOf("/api/me"));
        Assert.Contains(" 2307 ", App.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_of_somebody_who_was_never_here_sets_their_password()
    {
        Break("challenge");
        using var browser = Browser.On(App);
        using var reset = await ResetAsync(browser, "bob@example.test");
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
    }

    [Fact]
    public async Task A_login_that_became_somebody_elses_ends_the_sessions_of_both()
    {
        using var first = Browser.On(App);
        using var one = await first.SignIn("shared@example.test");
        Pool.SignInAs("sub-of-bob", "bob");
        using var second = Browser.On(App);
        using var other = await second.SignIn("bob");
        Assert.Equal(200, await first.StatusOf("/api/me"));
        Assert.Equal(200, await second.StatusOf("/api/me"));

        using var browser = Browser.On(App);
        using var reset = await ResetAsync(browser, "shared@example.test");

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal(401, await first.StatusOf("/api/me"));
        Assert.Equal(401, await second.StatusOf("/api/me"));
    }

    [Fact]
    public async Task A_code_is_taken_with_spaces_and_one_that_is_blank_is_refused_without_asking()
    {
        using var browser = Browser.On(App);
        using var reset = await ResetAsync(browser, "alice", " 123 456\n");
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        var sent = Pool.Calls.Single(call => call.Operation == "ConfirmForgotPassword").Body;
        Assert.Equal("123456", sent.GetProperty("ConfirmationCode").GetString());

        using var blank = await ResetAsync(browser, "alice", " ");
        await blank.ShouldBeProblemAsync((HttpStatusCode)422, "code_refused");
        using var confirm = await browser.Send(
            HttpMethod.Post,
            "/api/accounts/confirmation",
            new { login = "alice", code = "" }
        );
        await confirm.ShouldBeProblemAsync((HttpStatusCode)422, "code_refused");
        Assert.Single(Pool.Calls, call => call.Operation.StartsWith("Confirm", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_login_that_no_pool_takes_is_asked_as_one_that_nobody_has()
    {
        using var browser = Browser.On(App);
        foreach (var login in new[] { "not a handle", new string('a', 129), "a b@example.test", "" })
        {
            using var forgot = await browser.Send(HttpMethod.Post, "/api/password/forgot", new { login });
            Assert.Equal(HttpStatusCode.Accepted, forgot.StatusCode);
        }
        Assert.All(Pool.Calls, call => Assert.Equal("-", call.Body.GetProperty("Username").GetString()));
    }

    [Fact]
    public async Task Whose_handle_is_another_than_their_name_in_the_pool_is_asked_for_by_that_name()
    {
        // Somebody has the handle that she would have.
        Pool.SignInAs("sub-of-bob", "alice");
        using var bob = await Browser.On(App).SignIn("first@example.test");
        Pool.SignInAs("sub-of-alice", "alice_in_the_pool", wish: "alice");
        using var signedIn = await Browser.On(App).SignIn("second@example.test");
        Assert.Equal("alice2", (await signedIn.ReadJsonAsync()).GetProperty("handle").GetString());

        using var browser = Browser.On(App);
        using var forgot = await browser.Send(HttpMethod.Post, "/api/password/forgot", new { login = "@Alice2" });

        var asked = Pool.Calls.Last(call => call.Operation == "ForgotPassword").Body;
        Assert.Equal("alice_in_the_pool", asked.GetProperty("Username").GetString());
    }

    [Fact]
    public async Task In_a_pool_of_addresses_who_changes_the_address_there_still_signs_in_by_handle()
    {
        await using var app = await TestApp.StartAsync(Time, [.. Pool.Settings, "--Cognito:Username=Email"]);
        const string username = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
        Pool.SignInAs("sub-of-alice", username, wish: "alice");
        using var browser = Browser.On(app);
        using var first = await browser.SignIn("alice@example.test");
        Pool.SignInAs("sub-of-alice", username, wish: "alice", email: "alice@new.test");
        using var second = await browser.SignIn("alice@new.test");

        using var byHandle = await browser.SignIn("alice");

        Assert.Equal("alice@new.test", (await byHandle.ReadJsonAsync()).GetProperty("email").GetString());
        var asked = Pool.Calls.Last(call => call.Operation == "InitiateAuth").Body.GetProperty("AuthParameters");
        Assert.Equal(username, asked.GetProperty("USERNAME").GetString());
    }

    [Fact]
    public async Task A_bearer_token_of_a_pool_of_addresses_gives_nobody_a_uuid_as_handle()
    {
        var forge = new TokenForge($"{Pool.Endpoint}/{PoolStandIn.PoolId}", SigningKey.First, Time);
        var token = forge.With(claims =>
        {
            claims["sub"] = "sub-of-carol";
            claims["username"] = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
        });
        using var client = App.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");

        var me = await client.GetJsonAsync("/api/me");

        Assert.Equal("user", me.GetProperty("handle").GetString());
    }

    private void Break(string fault)
    {
        switch (fault)
        {
            case "challenge":
                Pool.Status("InitiateAuth", 200, """{"ChallengeName":"SOFTWARE_TOKEN_MFA","Session":"s"}""");
                break;
            case "cut":
                Pool.Cut("InitiateAuth");
                break;
            default:
                Pool.Status("InitiateAuth", int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }

    private static Task<HttpResponseMessage> ResetAsync(Browser browser, string login, string code = "123456") =>
        browser.Send(
            HttpMethod.Post,
            "/api/password/reset",
            new
            {
                login,
                code,
                password = TestApp.Password,
            }
        );
}
