using System.Net;
using System.Text.Json;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Support;
using Cruddur.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Cognito;

/// <summary>
/// A pool of addresses, and a stranger who wants to know whether it has one: whatever they try, without the mails that go to
/// it, the answers are those of an address that it does not have.
/// </summary>
[Collection(CognitoTests.Name)]
public sealed class AddressInUseTests(CognitoEmulator emulator)
{
    private const string Address = "alice@example.test";
    private const string Password = "a-strangers-battery";
    private const string OtherPassword = "another-strangers-battery";

    [Fact]
    public async Task Everything_that_a_stranger_tries_is_answered_as_for_an_address_that_is_not_in_use()
    {
        var unused = await TryAllAsync(_ => Task.CompletedTask);
        var inPoolOnly = await TryAllAsync(
            async (pool, _) => await pool.AddAsync(Address, TestApp.Password, ("email", Address))
        );
        var used = await TryAllAsync(
            async (_, app) =>
            {
                using var alice = Browser.On(app);
                using var created = await SignUp(alice, "alice", Address, TestApp.Password);
                using var confirmed = await Confirm(alice, Address, CognitoEmulator.Code);
                using var signedIn = await alice.SignIn(Address);
                Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
            }
        );

        // Not all the same for the wrong reason.
        Assert.StartsWith("201", unused[0], StringComparison.Ordinal);
        Assert.StartsWith("403", unused[1], StringComparison.Ordinal);
        Assert.Equal(unused, inPoolOnly);
        Assert.Equal(unused, used);
    }

    [Fact]
    public async Task Who_has_confirmed_is_told_of_a_former_password_what_everybody_is()
    {
        var pool = await emulator.MakePoolAsync(isByEmail: true);
        await using var app = await StartAsync(pool);
        using var browser = Browser.On(app);
        using var created = await SignUp(browser, "alice", Address, TestApp.Password);
        using var confirmed = await Confirm(browser, "alice", CognitoEmulator.Code);
        using var wrong = await browser.SignIn(Address, OtherPassword);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using var signedIn = await browser.SignIn(Address);
        using var changed = await browser.Send(
            HttpMethod.Put,
            "/api/me/password",
            new { current_password = TestApp.Password, new_password = OtherPassword }
        );
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);

        using var former = await browser.SignIn(Address);

        await former.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    [Fact]
    public async Task A_handle_that_is_taken_while_the_pool_is_asked_is_another_one_whether_the_address_is_in_use_or_not()
    {
        var unused = await SignUpAsAsync("eve", "eve2", isInUse: false, isTakenMeanwhile: true);
        var used = await SignUpAsAsync("eve", "eve2", isInUse: true, isTakenMeanwhile: true);

        Assert.StartsWith("201", unused[0], StringComparison.Ordinal);
        Assert.Contains("handle=eve2 ", unused[0], StringComparison.Ordinal);
        Assert.StartsWith("403", unused[1], StringComparison.Ordinal);
        Assert.Equal(unused, used);
    }

    [Fact]
    public async Task A_handle_is_the_one_that_was_typed_whether_the_address_is_in_use_or_not()
    {
        var unused = await SignUpAsAsync("_Eve_", "_Eve_", isInUse: false);
        var used = await SignUpAsAsync("_Eve_", "_Eve_", isInUse: true);

        Assert.StartsWith("201", unused[0], StringComparison.Ordinal);
        Assert.Contains("handle=_Eve_ ", unused[0], StringComparison.Ordinal);
        Assert.StartsWith("403", unused[1], StringComparison.Ordinal);
        Assert.Equal(unused, used);
    }

    // What a stranger sees who signs up with the wish and signs in by the handle that they should have got.
    private static async Task<List<string>> SignUpAsAsync(
        string wish,
        string handle,
        bool isInUse,
        bool isTakenMeanwhile = false
    )
    {
        var time = new ManualTimeProvider();
        await using var pool = await PoolStandIn.StartAsync(time);
        await using var app = await TestApp.StartAsync(time, [.. pool.Settings, "--Cognito:Username=Email"]);
        pool.Refuse("InitiateAuth", isInUse ? "NotAuthorizedException" : "UserNotConfirmedException");
        pool.Refuse("SignUp", "UsernameExistsException");
        var refuse = pool.Instead["SignUp"];
        pool.Instead["SignUp"] = async context =>
        {
            if (isTakenMeanwhile)
            {
                var other = UserProfile.New(
                    TestUuid.Next(),
                    Handle.Parse(wish),
                    DisplayName.Parse("E"),
                    time.GetUtcNow()
                );
                var directory = app.Services.GetRequiredService<IUserDirectory>();
                await directory.CreateAsync(new NewUser(other), [], CancellationToken.None);
            }
            await (isInUse ? refuse(context) : PoolStandIn.WriteAsync(context, new { UserSub = "sub-of-eve" }));
        };
        using var stranger = Browser.On(app);
        var answers = new List<string>();
        foreach (
            var attempt in new[]
            {
                () => SignUp(stranger, wish, Address, Password),
                () => stranger.SignIn(handle, Password),
                () => stranger.SignIn(Address, Password),
                () => stranger.SignIn(handle, OtherPassword),
            }
        )
        {
            using var answer = await attempt();
            answers.Add(await SeenAsync(answer));
        }
        return answers;
    }

    private Task<List<string>> TryAllAsync(Func<EmulatedPool, Task> before) => TryAllAsync((pool, _) => before(pool));

    private async Task<List<string>> TryAllAsync(Func<EmulatedPool, TestApp, Task> before)
    {
        var pool = await emulator.MakePoolAsync(isByEmail: true);
        await using var app = await StartAsync(pool);
        await before(pool, app);
        using var stranger = Browser.On(app);
        var answers = new List<string>();
        foreach (var attempt in Attempts(stranger))
        {
            using var answer = await attempt();
            answers.Add(await SeenAsync(answer));
        }
        return answers;
    }

    private static IEnumerable<Func<Task<HttpResponseMessage>>> Attempts(Browser browser)
    {
        yield return () => SignUp(browser, "eve", Address, Password);
        foreach (var login in new[] { "eve", "@Eve", Address, "ALICE@example.test" })
        {
            yield return () => browser.SignIn(login, Password);
            yield return () => browser.SignIn(login, "a-wrong-battery");
            yield return () => Token(browser, login, Password);
            yield return () => Confirm(browser, login, "9999");
            yield return () => Send(browser, "/api/password/forgot", new { login });
            yield return () =>
                Send(
                    browser,
                    "/api/password/reset",
                    new
                    {
                        login,
                        code = "9999",
                        password = Password,
                    }
                );
        }
        yield return () => browser.Get("/api/users/@eve/short");
        // The same once more: by the same handle, by another one, and with another password.
        yield return () => SignUp(browser, "eve", Address, Password);
        yield return () => SignUp(browser, "eve_2", Address, Password);
        yield return () => SignUp(browser, "eve_2", Address, OtherPassword);
        foreach (var login in new[] { "eve", "eve_2", Address })
        {
            yield return () => browser.SignIn(login, Password);
            yield return () => browser.SignIn(login, OtherPassword);
        }
        yield return () => SignUp(browser, "eve_3", Address.ToUpperInvariant(), OtherPassword);
        yield return () => SignUp(browser, "eve_3", Address, Password);
        // More wrong ones than are taken.
        for (var i = 0; i < 6; i++)
        {
            yield return () => browser.SignIn(Address, "a-wrong-battery");
        }
        yield return () => browser.SignIn(Address, Password);
        yield return () => browser.SignIn("eve_3", Password);
    }

    // What is each time another left out.
    private static async Task<string> SeenAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        var fields = text.Length == 0 ? [] : JsonElement.Parse(text).EnumerateObject().ToList();
        var kept = fields
            .Where(field => field.Name is not ("uuid" or "created_at" or "trace_id"))
            .Select(field => $"{field.Name}={field.Value}");
        return $"{(int)answer.StatusCode} {string.Join(' ', kept)}";
    }

    private static Task<TestApp> StartAsync(EmulatedPool pool) =>
        TestApp.StartAsync(null, [.. pool.Settings, "--Cognito:Username=Email"]);

    private static Task<HttpResponseMessage> SignUp(Browser browser, string handle, string email, string password) =>
        Send(
            browser,
            "/api/accounts",
            new
            {
                handle,
                display_name = handle,
                email,
                password,
            }
        );

    private static Task<HttpResponseMessage> Confirm(Browser browser, string login, string code) =>
        Send(browser, "/api/accounts/confirmation", new { login, code });

    private static Task<HttpResponseMessage> Token(Browser browser, string login, string password) =>
        Send(browser, "/api/tokens", new { login, password });

    private static Task<HttpResponseMessage> Send(Browser browser, string address, object body) =>
        browser.Send(HttpMethod.Post, address, body);
}
