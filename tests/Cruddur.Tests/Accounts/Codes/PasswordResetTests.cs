using System.Net;
using System.Net.Http.Json;
using Cruddur.Tests.Live;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Accounts.Codes;

/// <summary>A forgotten password, replaced with a code that was sent.</summary>
[OnEveryEngine]
[OnEveryDirectory]
public sealed class PasswordResetTests : IAsyncLifetime
{
    private const string Address = "alice@example.test";
    private const string NewPassword = "another-battery";

    private readonly ManualTimeProvider _time = new();
    private readonly Mailbox _mails = new();
    private TestApp _app = null!;
    private HttpClient _http = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await _mails.StartAsync(_time);
        _http = _app.Anonymous();
        _browser = Browser.On(_app);
        var account = new
        {
            handle = "alice",
            display_name = "Alice",
            email = Address,
            password = TestApp.Password,
        };
        using var created = await _http.PostAsJsonAsync("/api/accounts", account);
        var code = await _mails.NextCodeTo(Address);
        using var confirmed = await _http.PostAsJsonAsync("/api/accounts/confirmation", new { login = "alice", code });
        using var signedIn = await _browser.SignIn("alice");
    }

    public ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _http.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task The_code_sets_a_new_password_and_ends_every_session_token_and_stream()
    {
        using var program = await _app.SignedInAs("alice");
        await using var stream = await EventStream.OpenAsync(_app, _browser.Cookie!);

        using var reset = await Reset("alice", await Forgot(Address));

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.True(await stream.Ended());
        Assert.Equal(401, await _browser.StatusOf("/api/me"));
        using var me = await program.Client.GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.Unauthorized, me.StatusCode);
        using var old = await SignIn(TestApp.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        using var @new = await SignIn(NewPassword);
        Assert.Equal(HttpStatusCode.OK, @new.StatusCode);
        Assert.Contains("password of @alice", (await _mails.NextTo(Address)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_password_is_told_to_the_address()
    {
        using var changed = await _browser.Send(
            HttpMethod.Put,
            "/api/me/password",
            new { current_password = TestApp.Password, new_password = NewPassword }
        );

        var mail = await _mails.NextTo(Address);
        Assert.Equal("Your password on Cruddur was changed", mail.Subject);
        Assert.DoesNotContain(NewPassword, mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_account_is_open_again()
    {
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await SignIn("a wrong password");
        }
        using var locked = await SignIn(TestApp.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);

        using var reset = await Reset("alice", await Forgot("alice"));

        using var signedIn = await SignIn(NewPassword);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }

    [Fact]
    public async Task A_code_runs_out_after_ten_minutes()
    {
        var code = await Forgot("alice");
        _time.Advance(TimeSpan.FromMinutes(10));

        using var late = await Reset("alice", code);

        await late.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code_refused");
        using var signedIn = await SignIn(TestApp.Password);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }

    [Fact]
    public async Task Of_two_who_use_a_code_at_once_one_does()
    {
        var code = await Forgot("alice");

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async i =>
                {
                    using var response = await Reset("alice", code, $"new password {i}");
                    return response.StatusCode;
                })
        );

        Assert.Single(answers, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_password_that_breaks_a_rule_costs_no_attempt()
    {
        var code = await Forgot("alice");
        for (var i = 0; i < 6; i++)
        {
            using var tooShort = await Reset("alice", code, "short");
            await tooShort.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "password_too_short");
        }

        using var reset = await Reset("alice", code);

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
    }

    [Fact]
    public async Task The_code_of_one_account_and_purpose_is_none_of_another()
    {
        var bob = new
        {
            handle = "bob",
            display_name = "Bob",
            email = "bob@example.test",
            password = TestApp.Password,
        };
        using var created = await _http.PostAsJsonAsync("/api/accounts", bob);
        var confirm = await _mails.NextCodeTo("bob@example.test");
        var reset = await Forgot("alice");

        using var ofAnother = await Reset("bob", reset);
        using var forAnother = await Reset("bob", confirm);

        await ofAnother.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code_refused");
        await forAnother.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code_refused");
    }

    [Fact]
    public async Task Whoever_was_not_confirmed_yet_is_by_the_code_for_a_new_password()
    {
        var bob = new
        {
            handle = "bob",
            display_name = "Bob",
            email = "bob@example.test",
            password = TestApp.Password,
        };
        using var created = await _http.PostAsJsonAsync("/api/accounts", bob);
        await _mails.NextCodeTo("bob@example.test");
        using var forgotten = await _http.PostAsJsonAsync("/api/password/forgot", new { login = "bob" });

        using var reset = await Reset("bob", await _mails.NextCodeTo("bob@example.test"));

        using var other = Browser.On(_app);
        using var signedIn = await other.SignIn("bob", NewPassword);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }

    [Fact]
    public async Task Asking_and_guessing_are_answered_alike_for_those_who_do_not_exist()
    {
        var (asked, guessed) = (
            new HashSet<string>(StringComparer.Ordinal),
            new HashSet<string>(StringComparer.Ordinal)
        );
        foreach (var login in new[] { "alice", Address, "nobody", "nobody@example.test", "" })
        {
            using var forgot = await _http.PostAsJsonAsync("/api/password/forgot", new { login });
            Assert.Equal(HttpStatusCode.Accepted, forgot.StatusCode);
            asked.Add($"{forgot.Headers} {await forgot.Content.ReadAsStringAsync()}");
            using var reset = await Reset(login, "not a code");
            var problem = await reset.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code_refused");
            guessed.Add($"{problem.GetProperty("detail")} {problem.GetProperty("errors").GetRawText()}");
        }

        Assert.Single(asked);
        Assert.Single(guessed);
    }

    private async Task<string> Forgot(string login)
    {
        using var response = await _http.PostAsJsonAsync("/api/password/forgot", new { login });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return await _mails.NextCodeTo(Address);
    }

    private Task<HttpResponseMessage> Reset(string login, string code, string password = NewPassword) =>
        _http.PostAsJsonAsync(
            "/api/password/reset",
            new
            {
                login,
                code,
                password,
            }
        );

    private async Task<HttpResponseMessage> SignIn(string password)
    {
        using var browser = Browser.On(_app);
        return await browser.SignIn("alice", password);
    }
}
