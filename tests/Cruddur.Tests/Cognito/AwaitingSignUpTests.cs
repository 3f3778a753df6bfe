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
    private const string StrangersPassword = "a-strangers-battery";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTimeProvider _time = new();
    private PoolStandIn _pool = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _pool = await PoolStandIn.StartAsync(_time);
        _app = await TestApp.StartAsync(_time, [.. _pool.Settings, "--Cognito:Username=Email"]);
        LetIn(false);
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
        Assert.Equal(403, await SignIn(browser, TestApp.Password));
        for (var i = 0; i < Settings.LockoutThreshold; i++)
        {
            Assert.Equal(401, await SignIn(browser, "a-wrong-battery"));
        }

        Assert.Equal(401, await SignIn(browser, TestApp.Password));

        _time.Advance(Settings.LockoutDuration);
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
        await awaiting.ForgetAsync(Address, TestUuid.Next(), "another-battery");
        Assert.Equal(403, await SignIn(browser, TestApp.Password));

        _pool.Instead.TryRemove("InitiateAuth", out _);
        Assert.Equal(200, await SignIn(browser, TestApp.Password));

        Assert.Equal(SignUpCheck.None, await awaiting.CheckAsync(Address, null, TestApp.Password, None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_is_let_in_leaves_nothing_of_a_sign_up_of_which_it_is_not_known_whom_it_made(bool isMailLost)
    {
        using var browser = Browser.On(_app);
        await SignUpInVainAsync(browser, TestApp.Password, isMailLost);
        Assert.Equal(403, await SignIn(browser, TestApp.Password));

        LetIn(true);
        Assert.Equal(200, await SignIn(browser, TestApp.Password));

        LetIn(false);
        Assert.Equal(401, await SignIn(browser, TestApp.Password));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_signed_up_with_somebodys_address_does_not_learn_when_they_came(bool isMailLost)
    {
        using var stranger = Browser.On(_app);
        await SignUpInVainAsync(stranger, StrangersPassword, isMailLost);
        using var alice = Browser.On(_app);

        using var confirmed = await alice.Send(
            HttpMethod.Post,
            "/api/accounts/confirmation",
            new { login = Address, code = "123456" }
        );
        Assert.Equal(HttpStatusCode.NoContent, confirmed.StatusCode);
        Assert.Equal(403, await SignIn(stranger, StrangersPassword));
        LetIn(true);
        Assert.Equal(200, await SignIn(alice, TestApp.Password));

        LetIn(false);
        Assert.Equal(403, await SignIn(stranger, StrangersPassword));
    }

    [Fact]
    public async Task Who_signs_up_with_somebodys_address_does_not_learn_whose_handle_leads_to_it()
    {
        using var alice = await SignedUpAsync(isInUse: false);
        _pool.Refuse("SignUp", "UsernameExistsException");
        using var stranger = Browser.On(_app);
        using var created = await stranger.Send(
            HttpMethod.Post,
            "/api/accounts",
            SignUpAs("mallory", StrangersPassword)
        );
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);

        Assert.Equal(401, await SignIn(stranger, StrangersPassword, "alice"));
        // Nor by locking it there and looking here.
        for (var i = 0; i < Settings.LockoutThreshold; i++)
        {
            Assert.Equal(401, await SignIn(stranger, "a-wrong-battery", "alice"));
        }
        Assert.Equal(403, await SignIn(stranger, StrangersPassword, "mallory"));
        Assert.Equal(403, await SignIn(stranger, StrangersPassword));

        // What the pool says of the former one's password would tell that it took that one.
        _pool.Refuse("InitiateAuth", "UserNotConfirmedException");
        Assert.Equal(401, await SignIn(alice, TestApp.Password, "alice"));
    }

    [Fact]
    public async Task Nor_by_a_sign_up_whose_answer_was_lost_is_it_learnt_whose_handle_leads_to_an_address()
    {
        using var alice = await SignedUpAsync(isInUse: false);
        using var stranger = Browser.On(_app);
        await SignUpInVainAsync(stranger, StrangersPassword, isMailLost: false);

        Assert.Equal(401, await SignIn(stranger, StrangersPassword, "alice"));
        Assert.Equal(403, await SignIn(stranger, StrangersPassword));
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

    private AccountsOptions Settings => _app.Services.GetRequiredService<IOptions<AccountsOptions>>().Value;

    private static object SignUp => SignUpAs("alice", TestApp.Password);

    private static object SignUpAs(string handle, string password) =>
        new
        {
            handle,
            display_name = handle,
            email = Address,
            password,
        };

    private void LetIn(bool everybody)
    {
        if (everybody)
        {
            _pool.Instead.TryRemove("InitiateAuth", out _);
            return;
        }
        _pool.Refuse("InitiateAuth", "NotAuthorizedException", "Incorrect username or password.");
    }

    // The pool does not say what came of it, or that it could not send the code.
    private async Task SignUpInVainAsync(Browser browser, string password, bool isMailLost)
    {
        if (isMailLost)
        {
            _pool.Refuse("SignUp", "CodeDeliveryFailureException");
        }
        else
        {
            _pool.Cut("SignUp");
        }
        using var response = await browser.Send(HttpMethod.Post, "/api/accounts", SignUpAs("nobody", password));
        Assert.Equal(isMailLost ? HttpStatusCode.Forbidden : HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

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

    private static async Task<int> SignIn(Browser browser, string password, string login = Address)
    {
        using var response = await browser.SignIn(login, password);
        return (int)response.StatusCode;
    }
}
