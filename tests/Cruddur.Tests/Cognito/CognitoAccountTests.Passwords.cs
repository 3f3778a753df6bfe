using System.Net;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cognito;

/// <summary>Passwords that are forgotten or changed.</summary>
public sealed partial class CognitoAccountTests
{
    [Fact]
    public async Task A_forgotten_password_is_set_anew_by_the_code_and_ends_every_session()
    {
        using var before = await SignedIn("alice");
        using var browser = Browser.On(_app);
        using var asked = await browser.Send(HttpMethod.Post, "/api/password/forgot", new { login = "alice" });
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        using var wrong = await Reset(browser, "alice", "9999");
        await wrong.ShouldBeProblemAsync((HttpStatusCode)422, "code_refused");
        Assert.Equal(200, await before.StatusOf("/api/me"));

        using var reset = await Reset(browser, "alice", CognitoEmulator.Code);

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal(401, await before.StatusOf("/api/me"));
        using var old = await browser.SignIn("alice");
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        using var signedIn = await browser.SignIn("alice", NewPassword);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }

    [Fact]
    public async Task Asking_for_codes_and_giving_wrong_ones_tells_nothing_of_whether_there_is_an_account()
    {
        using var alice = await SignedIn("alice");
        using var browser = Browser.On(_app);
        foreach (var login in new[] { "alice", "nobody", "nobody@example.test" })
        {
            using var forgot = await browser.Send(HttpMethod.Post, "/api/password/forgot", new { login });
            Assert.Equal(HttpStatusCode.Accepted, forgot.StatusCode);
            using var reset = await Reset(browser, login, "9999");
            await reset.ShouldBeProblemAsync((HttpStatusCode)422, "code_refused");
            using var confirm = await Confirm(browser, login, "9999");
            await confirm.ShouldBeProblemAsync((HttpStatusCode)422, "code_refused");
        }
    }

    [Fact]
    public async Task A_changed_password_is_the_pools_and_ends_the_other_sessions()
    {
        using var browser = await SignedIn("alice");
        using var other = Browser.On(_app);
        using var signedIn = await other.SignIn("alice");
        using var wrong = await ChangePassword(browser, "wrong-battery");
        await wrong.ShouldBeProblemAsync((HttpStatusCode)422, "password_wrong");

        using var changed = await ChangePassword(browser, TestApp.Password);

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(200, await browser.StatusOf("/api/me"));
        Assert.Equal(401, await other.StatusOf("/api/me"));
        await _pool.SignInAsync("alice", NewPassword);
    }

    private static Task<HttpResponseMessage> Reset(Browser browser, string login, string code) =>
        browser.Send(
            HttpMethod.Post,
            "/api/password/reset",
            new
            {
                login,
                code,
                password = NewPassword,
            }
        );

    private static Task<HttpResponseMessage> ChangePassword(Browser browser, string current) =>
        browser.Send(
            HttpMethod.Put,
            "/api/me/password",
            new { current_password = current, new_password = NewPassword }
        );
}
