using System.Net;
using Cruddur.Storage;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cognito;

/// <summary>What the pool has done is neither lost nor told as failed because nothing can be written here.</summary>
public sealed class PoolUnwritableTests : IAsyncLifetime
{
    private const string Address = "alice@example.test";

    private readonly ManualTimeProvider _time = new();
    private PoolStandIn _pool = null!;
    private InterceptedTable _table = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _pool = await PoolStandIn.StartAsync(_time);
        _app = await TestApp.StartAsync(
            _time,
            engine => _table = new InterceptedTable(engine),
            [.. _pool.Settings, "--Cognito:Username=Email"]
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _pool.DisposeAsync();
    }

    [Fact]
    public async Task Who_cannot_be_kept_by_the_name_they_came_by_is_not_let_in_and_the_token_given_back()
    {
        using var browser = Browser.On(_app);
        using var first = await browser.SignIn("alice");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Refuse(key => key.Sort == "POOL_NAME");

        using var second = await Browser.On(_app).SignIn(Address);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.Single(_pool.Calls, call => call.Operation == "RevokeToken");
    }

    [Fact]
    public async Task Whose_sign_up_cannot_be_forgotten_is_not_let_in_and_the_token_given_back()
    {
        using var browser = Browser.On(_app);
        using var created = await SignUpAsync(browser);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Refuse(key => key.Sort == "POOL_SIGN_UP");

        using var signedIn = await browser.SignIn(Address);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, signedIn.StatusCode);
        Assert.Single(_pool.Calls, call => call.Operation == "RevokeToken");
    }

    [Theory]
    [InlineData("POOL_NAME")]
    [InlineData("POOL_SIGN_UP")]
    public async Task A_code_that_the_pool_has_taken_is_told_as_taken(string unwritable)
    {
        using var browser = Browser.On(_app);
        using var created = await SignUpAsync(browser);
        Refuse(key => key.Sort == unwritable);

        using var confirmed = await browser.Send(
            HttpMethod.Post,
            "/api/accounts/confirmation",
            new { login = "alice", code = "123456" }
        );

        Assert.Equal(HttpStatusCode.NoContent, confirmed.StatusCode);
        Assert.Contains(" 2310 ", _app.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Address, _app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_the_pool_has_changed_is_told_as_changed_and_ends_the_other_sessions()
    {
        using var other = Browser.On(_app);
        using var before = await other.SignIn("alice");
        using var browser = Browser.On(_app);
        using var signedIn = await browser.SignIn("alice");
        Assert.Equal(200, await other.StatusOf("/api/me"));
        Refuse(key => key.Sort == "POOL_ACCOUNT");

        using var changed = await browser.Send(
            HttpMethod.Put,
            "/api/me/password",
            new { current_password = TestApp.Password, new_password = "another-battery" }
        );

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Contains(" 2309 ", _app.Log.Text, StringComparison.Ordinal);
        Assert.Equal(401, await other.StatusOf("/api/me"));
        Assert.Equal(200, await browser.StatusOf("/api/me"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_signs_up_again_whom_the_pool_took_is_known_by_the_password_as_is_whom_it_did_not(bool isInUse)
    {
        if (isInUse)
        {
            _pool.Refuse("SignUp", "UsernameExistsException");
        }
        Refuse(key => key.Sort is "POOL_ACCOUNT" or "POOL_LOOKALIKE");
        using var browser = Browser.On(_app);
        using var failed = await SignUpAsync(browser);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
        Assert.Single(_pool.Calls, call => call.Operation == "SignUp");
        Refuse(_ => false);
        _pool.Refuse("SignUp", "UsernameExistsException");
        _pool.Refuse("InitiateAuth", isInUse ? "NotAuthorizedException" : "UserNotConfirmedException");

        using var signedIn = await browser.SignIn(Address);
        using var again = await SignUpAsync(browser);
        using var byAnother = await SignUpAsync(browser, "alice_2");

        await signedIn.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account_not_confirmed");
        await again.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account_not_confirmed");
        await byAnother.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account_not_confirmed");
    }

    private void Refuse(Func<Key, bool> isRefused)
    {
        _table.BeforeWrite = (write, _) => RefuseAsync([write]);
        _table.BeforeTransaction = (writes, _) => RefuseAsync(writes);

        Task RefuseAsync(IReadOnlyList<Write> writes) =>
            writes.Any(write => isRefused(write.Key))
                ? throw new StorageException(StorageFault.Unavailable, "on purpose")
                : Task.CompletedTask;
    }

    private static Task<HttpResponseMessage> SignUpAsync(Browser browser, string handle = "alice") =>
        browser.Send(
            HttpMethod.Post,
            "/api/accounts",
            new
            {
                handle,
                display_name = handle,
                email = Address,
                password = TestApp.Password,
            }
        );
}
