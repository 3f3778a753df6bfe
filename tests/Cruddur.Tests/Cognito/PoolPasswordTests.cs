using System.Net;
using Cruddur.Server.Accounts;
using Cruddur.Storage;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Cognito;

/// <summary>
/// A new password in the pool, when whoever sets it hangs up, the pool does not say what came of it, or nothing can be written here.
/// </summary>
public sealed class PoolPasswordTests : IAsyncLifetime
{
    private const string NewPassword = "another-battery";

    private readonly ManualTimeProvider _time = new();
    private PoolStandIn _pool = null!;
    private InterceptedTable _table = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _pool = await PoolStandIn.StartAsync(_time);
        _app = await TestApp.StartAsync(_time, engine => _table = new InterceptedTable(engine), _pool.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _pool.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_hangs_up_while_it_is_changed_has_changed_it()
    {
        using var browser = await SignedInAsync();
        using var hangUp = new CancellationTokenSource();
        HangUpAt("ChangePassword", hangUp);

        var result = await Accounts.ChangePasswordAsync(
            await UuidOfAsync(browser),
            TestApp.Password,
            MemoryAccounts.Parsed(NewPassword),
            hangUp.Token
        );

        Assert.IsType<ChangePasswordResult.Changed>(result);
    }

    [Fact]
    public async Task Whoever_hangs_up_while_it_is_set_by_a_code_has_set_it()
    {
        using var browser = await SignedInAsync();
        using var hangUp = new CancellationTokenSource();
        HangUpAt("ConfirmForgotPassword", hangUp);

        var result = await Accounts.ResetPasswordAsync(
            "alice",
            "123456",
            MemoryAccounts.Parsed(NewPassword),
            hangUp.Token
        );

        Assert.IsType<ResetPasswordResult.Reset>(result);
    }

    [Fact]
    public async Task Where_it_is_not_known_whether_it_was_changed_every_session_ends()
    {
        using var other = await SignedInAsync();
        using var browser = await SignedInAsync();
        Assert.Equal(200, await other.StatusOf("/api/me"));
        _pool.Cut("ChangePassword");

        using var changed = await ChangeAsync(browser);

        await changed.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "accounts_unavailable");
        Assert.Equal(401, await other.StatusOf("/api/me"));
        Assert.Equal(401, await browser.StatusOf("/api/me"));
        Assert.Single(_pool.Calls, call => call.Operation == "RevokeToken");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"ChallengeName":"SOFTWARE_TOKEN_MFA","Session":"s"}""")]
    public async Task Where_it_is_not_known_whether_it_was_set_by_a_code_signing_in_tells(string? challenge)
    {
        using var before = await SignedInAsync();
        Assert.Equal(200, await before.StatusOf("/api/me"));
        _pool.Cut("ConfirmForgotPassword");
        if (challenge is not null)
        {
            _pool.Status("InitiateAuth", 200, challenge);
        }

        using var browser = Browser.On(_app);
        using var reset = await ResetAsync(browser);

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal(401, await before.StatusOf("/api/me"));
    }

    [Fact]
    public async Task And_where_nobody_signs_in_with_it_nothing_ends()
    {
        using var before = await SignedInAsync();
        _pool.Cut("ConfirmForgotPassword");
        _pool.Refuse("InitiateAuth", "NotAuthorizedException");

        using var browser = Browser.On(_app);
        using var reset = await ResetAsync(browser);

        await reset.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "accounts_unavailable");
        Assert.Equal(200, await before.StatusOf("/api/me"));
    }

    [Fact]
    public async Task Nobody_is_told_that_it_was_not_set_because_nothing_can_be_written_here()
    {
        using var before = await SignedInAsync();
        _table.BeforeWrite = (write, _) =>
            write.Key.Sort == "POOL_ACCOUNT"
                ? throw new StorageException(StorageFault.Unavailable, "on purpose")
                : Task.CompletedTask;

        using var browser = Browser.On(_app);
        using var reset = await ResetAsync(browser);

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Contains(" 2309 ", _app.Log.Text, StringComparison.Ordinal);
        // One by one they end all the same.
        Assert.Equal(401, await before.StatusOf("/api/me"));
    }

    [Fact]
    public async Task What_the_pool_gives_to_somebody_else_by_that_name_is_given_back()
    {
        using var browser = await SignedInAsync();
        _pool.SignInAs("sub-of-bob", "bob");

        using var changed = await ChangeAsync(browser);

        await changed.ShouldBeProblemAsync((HttpStatusCode)422, "password_wrong");
        Assert.Single(_pool.Calls, call => call.Operation == "RevokeToken");
    }

    [Theory]
    [InlineData("SESS#")]
    [InlineData("USER#")]
    public async Task What_the_pool_gives_to_whom_no_session_begins_is_given_back(string unwritable)
    {
        _table.BeforeWrite = (write, _) =>
            write.Key.Partition.StartsWith(unwritable, StringComparison.Ordinal)
                ? throw new StorageException(StorageFault.Unavailable, "on purpose")
                : Task.CompletedTask;
        using var browser = Browser.On(_app);

        using var signedIn = await browser.SignIn("alice");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, signedIn.StatusCode);
        await Eventually.True(
            () => Task.FromResult(_pool.Calls.Count(call => call.Operation == "RevokeToken") == 1),
            "the refresh token is revoked"
        );
    }

    private IAccounts Accounts => _app.Services.GetRequiredService<IAccounts>();

    private void HangUpAt(string operation, CancellationTokenSource hangUp) =>
        _pool.Instead[operation] = async context =>
        {
            await hangUp.CancelAsync();
            await PoolStandIn.WriteAsync(context, new { });
        };

    private async Task<Browser> SignedInAsync()
    {
        var browser = Browser.On(_app);
        using var signedIn = await browser.SignIn("alice");
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        return browser;
    }

    private static async Task<Guid> UuidOfAsync(Browser browser)
    {
        using var me = await browser.Get("/api/me");
        return (await me.ReadJsonAsync()).GetProperty("uuid").GetGuid();
    }

    private static Task<HttpResponseMessage> ChangeAsync(Browser browser) =>
        browser.Send(
            HttpMethod.Put,
            "/api/me/password",
            new { current_password = TestApp.Password, new_password = NewPassword }
        );

    private static Task<HttpResponseMessage> ResetAsync(Browser browser) =>
        browser.Send(
            HttpMethod.Post,
            "/api/password/reset",
            new
            {
                login = "alice",
                code = "123456",
                password = NewPassword,
            }
        );
}
