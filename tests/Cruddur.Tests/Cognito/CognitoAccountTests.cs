using System.Net;
using Cruddur.Server.Accounts;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Cognito;

/// <summary>What people do with their account, through this server's own pages, when a pool keeps it.</summary>
[Collection(CognitoTests.Name)]
public sealed partial class CognitoAccountTests(CognitoEmulator emulator) : IAsyncLifetime
{
    private const string NewPassword = "another-battery";

    private EmulatedPool _pool = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _pool = await emulator.MakePoolAsync();
        _app = await TestApp.StartAsync(null, _pool.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_signs_up_confirms_with_the_code_signs_in_writes_and_signs_out()
    {
        using var browser = Browser.On(_app);
        using var created = await SignUp(browser, "Alice");
        var account = await created.ReadJsonAsync();
        Assert.Equal("a***@e***", account.GetProperty("code_sent_to").GetString());
        using var early = await browser.SignIn("alice");
        await early.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account_not_confirmed");
        using var wrong = await Confirm(browser, "alice", "9999");
        await wrong.ShouldBeProblemAsync((HttpStatusCode)422, "code_refused");
        using var confirmed = await Confirm(browser, "@Alice", CognitoEmulator.Code);
        Assert.Equal(HttpStatusCode.NoContent, confirmed.StatusCode);

        using var signedIn = await browser.SignIn("@ALICE");

        var me = await signedIn.ReadJsonAsync();
        Assert.Equal(account.GetProperty("uuid").GetGuid(), me.GetProperty("uuid").GetGuid());
        Assert.Equal("Alice", me.GetProperty("handle").GetString());
        Assert.Equal("alice@example.test", me.GetProperty("email").GetString());
        Assert.Equal(200, await browser.StatusOf("/api/message_groups"));
        using var signedOut = await browser.Send(HttpMethod.Delete, "/api/session");
        Assert.Equal(HttpStatusCode.NoContent, signedOut.StatusCode);
        Assert.Equal(401, await browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task The_pool_keeps_password_and_code_and_the_browser_gets_no_token_of_it()
    {
        using var browser = await SignedIn("alice");

        Assert.DoesNotContain("eyJ", browser.Cookie!, StringComparison.Ordinal);
        var (access, _, _) = await _pool.SignInAsync("alice", TestApp.Password);
        Assert.StartsWith("eyJ", access, StringComparison.Ordinal);
        Assert.DoesNotContain(TestApp.Password, _app.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", _app.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("alice@example.test", _app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handle_that_somebody_has_is_refused_here_and_in_the_pool()
    {
        using var alice = await SignedIn("alice");
        await _pool.AddAsync("bob", TestApp.Password, ("email", "bob@example.test"));
        using var browser = Browser.On(_app);

        using var here = await SignUp(browser, "ALICE");
        await here.ShouldBeProblemAsync(HttpStatusCode.Conflict, "handle_taken");
        using var there = await SignUp(browser, "bob");
        await there.ShouldBeProblemAsync(HttpStatusCode.Conflict, "handle_taken");
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_login_are_refused_alike()
    {
        using var alice = await SignedIn("alice");
        using var browser = Browser.On(_app);
        var answers = new List<string>();
        foreach (var login in new[] { "alice", "nobody", "nobody@example.test", "not a handle", "" })
        {
            using var response = await browser.SignIn(login, "wrong-battery");
            var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
            answers.Add(problem.GetProperty("detail").GetString()!);
        }
        Assert.Single(answers.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_is_in_the_pool_already_is_added_when_they_first_sign_in()
    {
        await _pool.AddAsync(
            "carol",
            TestApp.Password,
            ("email", "carol@example.test"),
            ("preferred_username", "Carol.Smith"),
            ("name", "Carol Smith")
        );
        using var browser = Browser.On(_app);

        using var first = await browser.SignIn("carol");
        var me = await first.ReadJsonAsync();
        using var second = await browser.SignIn("carol");

        Assert.Equal("carol_smith", me.GetProperty("handle").GetString());
        Assert.Equal("Carol Smith", me.GetProperty("display_name").GetString());
        Assert.Equal("carol@example.test", me.GetProperty("email").GetString());
        Assert.Equal(me.GetProperty("uuid").GetGuid(), (await second.ReadJsonAsync()).GetProperty("uuid").GetGuid());
    }

    [Fact]
    public async Task Who_first_signs_in_in_two_places_at_once_is_one_person_with_one_account()
    {
        await _pool.AddAsync("carol", TestApp.Password, ("email", "carol@example.test"));
        var signedIn = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async _ =>
                {
                    var browser = Browser.On(_app);
                    using var response = await browser.SignIn("carol");
                    return (browser, (await response.ReadJsonAsync()).GetProperty("uuid").GetGuid());
                })
        );

        Assert.Single(signedIn.Select(one => one.Item2).Distinct());
        foreach (var (browser, _) in signedIn)
        {
            Assert.Equal(200, await browser.StatusOf("/api/me"));
            browser.Dispose();
        }
    }

    [Fact]
    public async Task A_handle_that_the_pool_gives_and_somebody_has_here_gets_a_number()
    {
        using var alice = await SignedIn("alice");
        await _pool.AddAsync("another", TestApp.Password, ("email", "b@example.test"), ("preferred_username", "Alice"));
        using var browser = Browser.On(_app);

        using var response = await browser.SignIn("another");

        Assert.Equal("Alice2", (await response.ReadJsonAsync()).GetProperty("handle").GetString());
    }

    [Fact]
    public async Task Signing_out_revokes_what_the_pool_gave()
    {
        using var browser = await SignedIn("alice");
        var caller = new Guid((await (await browser.Get("/api/me")).ReadJsonAsync()).GetProperty("uuid").GetString()!);
        var accounts = _app.Services.GetRequiredService<IAccounts>();
        var verified = Assert.IsType<VerifyResult.Verified>(
            await accounts.VerifyAsync("alice", TestApp.Password, CancellationToken.None)
        );
        Assert.Equal(caller, verified.UserUuid);
        var lapsed = verified.Tokens! with { ExpiresAt = DateTimeOffset.UnixEpoch };
        var refreshed = Assert.IsType<RefreshResult.Refreshed>(
            await accounts.RefreshAsync(lapsed, CancellationToken.None)
        );
        Assert.True(refreshed.Tokens.ExpiresAt > TimeProvider.System.GetUtcNow());

        await accounts.SignedOutAsync(verified.Tokens!, CancellationToken.None);

        Assert.IsType<RefreshResult.Ended>(await accounts.RefreshAsync(lapsed, CancellationToken.None));
    }

    [Fact]
    public async Task Access_tokens_of_the_pool_are_good_as_bearer_tokens_and_id_tokens_are_not()
    {
        using var browser = await SignedIn("alice");
        var uuid = (await (await browser.Get("/api/me")).ReadJsonAsync()).GetProperty("uuid").GetString();
        var (access, id, _) = await _pool.SignInAsync("alice", TestApp.Password);

        using var good = await Ask(access);
        Assert.Equal(uuid, (await good.ReadJsonAsync()).GetProperty("uuid").GetString());
        using var bad = await Ask(id);
        await bad.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        var another = await emulator.MakePoolAsync();
        await another.AddAsync("alice", TestApp.Password, ("email", "alice@example.test"));
        // The same key, as the emulator has one: another pool, and another app client.
        using var foreign = await Ask((await another.SignInAsync("alice", TestApp.Password)).Access);
        Assert.Equal(HttpStatusCode.Unauthorized, foreign.StatusCode);
    }

    [Fact]
    public async Task A_person_who_comes_by_bearer_token_first_is_the_same_who_signs_in_later()
    {
        await _pool.AddAsync("dave", TestApp.Password, ("email", "dave@example.test"));
        using var program = await Ask((await _pool.SignInAsync("dave", TestApp.Password)).Access);
        var first = await program.ReadJsonAsync();
        using var browser = Browser.On(_app);
        using var signedIn = await browser.SignIn("dave");
        var later = await signedIn.ReadJsonAsync();

        Assert.Equal("dave", first.GetProperty("handle").GetString());
        Assert.Equal(first.GetProperty("uuid").GetGuid(), later.GetProperty("uuid").GetGuid());
        Assert.Equal("dave@example.test", later.GetProperty("email").GetString());
    }

    [Fact]
    public async Task In_a_pool_of_addresses_people_sign_in_with_either_and_an_address_in_use_is_not_told()
    {
        var pool = await emulator.MakePoolAsync(isByEmail: true);
        await using var app = await TestApp.StartAsync(null, [.. pool.Settings, "--Cognito:Username=Email"]);
        using var browser = Browser.On(app);
        using var created = await SignUp(browser, "alice");
        using var confirmed = await Confirm(browser, "alice", CognitoEmulator.Code);
        Assert.Equal(HttpStatusCode.NoContent, confirmed.StatusCode);
        foreach (var login in new[] { "alice", "alice@example.test" })
        {
            using var signedIn = await browser.SignIn(login);
            Assert.Equal("alice", (await signedIn.ReadJsonAsync()).GetProperty("handle").GetString());
        }

        using var again = await SignUp(browser, "eve", "alice@example.test");

        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal("a***@e***", (await again.ReadJsonAsync()).GetProperty("code_sent_to").GetString());
        Assert.Equal(200, await browser.StatusOf("/api/users/@eve/short"));
        using var eve = await Browser.On(app).SignIn("eve");
        Assert.Equal(HttpStatusCode.Unauthorized, eve.StatusCode);
    }

    [Fact]
    public async Task The_pages_are_told_whose_accounts_these_are()
    {
        using var anonymous = _app.Anonymous();
        var offer = await anonymous.GetJsonAsync("/api/sign_in");
        Assert.Equal("cognito", offer.GetProperty("provider").GetString());
        Assert.True(offer.GetProperty("sends_codes").GetBoolean());
    }

    private async Task<Browser> SignedIn(string handle)
    {
        var browser = Browser.On(_app);
        using var created = await SignUp(browser, handle);
        using var confirmed = await Confirm(browser, handle, CognitoEmulator.Code);
        using var signedIn = await browser.SignIn(handle);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        return browser;
    }

    private static Task<HttpResponseMessage> SignUp(Browser browser, string handle, string? email = null) =>
        browser.Send(
            HttpMethod.Post,
            "/api/accounts",
            new
            {
                handle,
                display_name = $"{handle} the Tester",
                email = email ?? $"{handle.ToLowerInvariant()}@example.test",
                password = TestApp.Password,
            }
        );

    private static Task<HttpResponseMessage> Confirm(Browser browser, string login, string code) =>
        browser.Send(HttpMethod.Post, "/api/accounts/confirmation", new { login, code });

    private async Task<HttpResponseMessage> Ask(string token)
    {
        using var client = _app.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return await client.GetAsync("/api/me");
    }
}
