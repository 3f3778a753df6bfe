using System.Net;
using System.Net.Http.Json;
using Cruddur.Server.Accounts;
using Cruddur.Server.Cognito;
using Cruddur.Storage;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cruddur.Tests.Cognito;

/// <summary>What is kept of a sign-up in a pool of addresses, to answer whoever made it alike whatever the pool has.</summary>
public sealed class AwaitingSignUpTests : IAsyncLifetime
{
    private const string Address = "alice@example.test";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTimeProvider _time = new();
    private PoolStandIn _pool = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _pool = await PoolStandIn.StartAsync(_time);
        _app = await TestApp.StartAsync(_time, [.. _pool.Settings, "--Cognito:Username=Email"]);
        _pool.Refuse("InitiateAuth", "NotAuthorizedException", "Incorrect username or password.");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _pool.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_too_many_wrong_passwords_the_right_one_is_not_told_for_a_while(bool isInUse)
    {
        using var browser = await SignedUpAsync(isInUse);
        var settings = _app.Services.GetRequiredService<IOptions<AccountsOptions>>().Value;
        Assert.Equal(403, await SignIn(browser, TestApp.Password));
        for (var i = 0; i < settings.LockoutThreshold; i++)
        {
            Assert.Equal(401, await SignIn(browser, "a-wrong-battery"));
        }

        Assert.Equal(401, await SignIn(browser, TestApp.Password));

        _time.Advance(settings.LockoutDuration);
        Assert.Equal(403, await SignIn(browser, TestApp.Password));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sign_up_asks_the_pool_nothing_more_before_its_answer(bool isInUse)
    {
        var resend = new TaskCompletionSource();
        _pool.Instead["ResendConfirmationCode"] = async context =>
        {
            await resend.Task.WaitAsync(context.RequestAborted);
            await PoolStandIn.WriteAsync(context, new { });
        };

        using var browser = await SignedUpAsync(isInUse);

        Assert.Single(_pool.Calls, call => call.Operation == "SignUp");
        Assert.DoesNotContain(_pool.Calls, call => call.Operation is not ("SignUp" or "ResendConfirmationCode"));
        resend.SetResult();
    }

    [Fact]
    public async Task Of_what_was_typed_only_a_hash_is_kept()
    {
        using var browser = await SignedUpAsync(isInUse: true);
        var table = _app.Services.GetRequiredService<ITable>();

        var found = await table.GetAsync(AwaitingSignUp.KeyOf(Address), Consistency.Strong, None);

        Assert.All(
            found.Item!.Attributes.Values.Where(value => value.IsText),
            value => Assert.DoesNotContain(TestApp.Password, value.Text, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(Address, _app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_let_in_leaves_nothing_of_it_but_what_another_typed_stays()
    {
        var awaiting = _app.Services.GetRequiredService<AwaitingSignUps>();
        using var browser = await SignedUpAsync(isInUse: false);
        await awaiting.ForgetAsync(Address, TestUuid.Next());
        Assert.Equal(403, await SignIn(browser, TestApp.Password));

        _pool.Instead.TryRemove("InitiateAuth", out _);
        Assert.Equal(200, await SignIn(browser, TestApp.Password));

        Assert.Equal(SignUpCheck.None, await awaiting.CheckAsync(Address, TestApp.Password, None));
    }

    [Fact]
    public async Task Who_hangs_up_while_the_pool_is_asked_learns_nothing_of_an_address_in_use()
    {
        var (asked, hungUp) = (new TaskCompletionSource(), new TaskCompletionSource());
        _pool.Refuse("SignUp", "UsernameExistsException");
        var refuse = _pool.Instead["SignUp"];
        _pool.Instead["SignUp"] = async context =>
        {
            asked.SetResult();
            await hungUp.Task;
            await refuse(context);
        };
        using var http = _app.Anonymous();
        using var impatience = new CancellationTokenSource();
        var signUp = http.PostAsJsonAsync("/api/accounts", SignUp, impatience.Token);
        await asked.Task;
        await impatience.CancelAsync();
        hungUp.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => signUp);

        using var browser = Browser.On(_app);
        await Eventually.True(
            async () =>
            {
                using var response = await browser.SignIn("alice");
                return response.StatusCode == HttpStatusCode.Forbidden;
            },
            "the handle is one that awaits its code"
        );
    }

    private static object SignUp =>
        new
        {
            handle = "alice",
            display_name = "Alice",
            email = Address,
            password = TestApp.Password,
        };

    private async Task<Browser> SignedUpAsync(bool isInUse)
    {
        if (isInUse)
        {
            _pool.Refuse("SignUp", "UsernameExistsException");
        }
        var browser = Browser.On(_app);
        using var created = await browser.Send(HttpMethod.Post, "/api/accounts", SignUp);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return browser;
    }

    private static async Task<int> SignIn(Browser browser, string password)
    {
        using var response = await browser.SignIn(Address, password);
        return (int)response.StatusCode;
    }
}
