using System.Net;
using System.Net.Http.Json;
using Cruddur.Server.Accounts.Codes;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Accounts.Codes;

/// <summary>Confirming an account with the code that was sent to its address.</summary>
[OnEveryEngine]
[OnEveryDirectory]
public sealed partial class ConfirmationTests : IAsyncLifetime
{
    private const string Address = "alice@example.test";

    private readonly ManualTimeProvider _time = new();
    private readonly Mailbox _mails = new();
    private TestApp _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await _mails.StartAsync(_time);
        _http = _app.Anonymous();
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_signed_up_signs_in_once_the_code_was_typed()
    {
        using var created = await SignUp("alice", Address);
        Assert.Equal("a***@e***", (await created.ReadJsonAsync()).GetProperty("code_sent_to").GetString());
        var code = await _mails.NextCodeTo(Address);

        using var early = await SignIn("alice");
        await early.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account_not_confirmed");
        using var confirmed = await Confirm("alice", $" {code[..3]} {code[3..]} ");
        Assert.Equal(HttpStatusCode.NoContent, confirmed.StatusCode);

        using var byHandle = await SignIn("@alice");
        using var byAddress = await SignIn(Address);
        Assert.Equal(HttpStatusCode.OK, byHandle.StatusCode);
        Assert.Equal(HttpStatusCode.OK, byAddress.StatusCode);
    }

    [Fact]
    public async Task Only_who_has_the_password_learns_that_an_account_is_not_confirmed()
    {
        using var created = await SignUp("alice", Address);

        using var wrong = await SignIn("alice", "a wrong password");

        await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        using var token = await _http.PostAsJsonAsync(
            "/api/tokens",
            new { login = "alice", password = TestApp.Password }
        );
        await token.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "account_not_confirmed");
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        using var created = await SignUp("alice", Address);
        var code = await _mails.NextCodeTo(Address);

        using var first = await Confirm("alice", code);
        using var second = await Confirm("alice", code);

        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        await second.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code_refused");
    }

    [Fact]
    public async Task After_five_wrong_codes_the_right_one_is_good_no_more_and_a_new_one_is()
    {
        using var created = await SignUp("alice", Address);
        var code = await _mails.NextCodeTo(Address);
        for (var i = 0; i < AccountCodes.MostAttempts; i++)
        {
            using var wrong = await Confirm("alice", Another(code));
            await wrong.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code_refused");
        }

        using var right = await Confirm("alice", code);
        await right.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code_refused");

        using var resent = await Resend("alice");
        using var next = await Confirm("alice", await _mails.NextCodeTo(Address));
        Assert.Equal(HttpStatusCode.NoContent, next.StatusCode);
    }

    [Fact]
    public async Task The_right_code_is_refused_as_the_sixth_guess_however_many_try_it_at_once()
    {
        using var created = await SignUp("alice", Address);
        var code = await _mails.NextCodeTo(Address);
        for (var i = 0; i < AccountCodes.MostAttempts; i++)
        {
            using var wrong = await Confirm("alice", Another(code));
        }

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(async _ =>
                {
                    using var response = await Confirm("alice", code);
                    return response.StatusCode;
                })
        );

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.UnprocessableEntity, status));
    }

    [Fact]
    public async Task A_code_runs_out_after_a_day()
    {
        using var alice = await SignUp("alice", Address);
        var code = await _mails.NextCodeTo(Address);
        using var bob = await SignUp("bob", "bob@example.test");
        var inTime = await _mails.NextCodeTo("bob@example.test");

        _time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        using var early = await Confirm("bob", inTime);
        _time.Advance(TimeSpan.FromSeconds(1));
        using var late = await Confirm("alice", code);

        Assert.Equal(HttpStatusCode.NoContent, early.StatusCode);
        await late.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code_refused");
    }

    [Fact]
    public async Task A_new_code_replaces_the_one_before()
    {
        using var created = await SignUp("alice", Address);
        var first = await _mails.NextCodeTo(Address);
        string second;
        do
        {
            // One time in a million it is the same.
            _time.Advance(AccountCodes.Youth);
            using var resent = await Resend(Address);
            Assert.Equal(HttpStatusCode.Accepted, resent.StatusCode);
            second = await _mails.NextCodeTo(Address);
        } while (first == second);

        using var old = await Confirm("alice", first);
        using var @new = await Confirm("alice", second);

        await old.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code_refused");
        Assert.Equal(HttpStatusCode.NoContent, @new.StatusCode);
    }

    [Fact]
    public async Task Asking_for_a_code_is_answered_alike_for_those_who_wait_are_confirmed_or_do_not_exist()
    {
        using var alice = await SignUp("alice", Address);
        using var confirmed = await Confirm("alice", await _mails.NextCodeTo(Address));
        using var bob = await SignUp("bob", "bob@example.test");
        await _mails.NextCodeTo("bob@example.test");

        var answers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var login in new[] { "alice", "bob", "nobody", "nobody@example.test", "", new string('x', 10_000) })
        {
            using var response = await Resend(login);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            answers.Add($"{response.Headers} {await response.Content.ReadAsStringAsync()}");
        }

        Assert.Single(answers);
    }

    [Fact]
    public async Task A_code_for_nobody_is_refused_as_a_wrong_one_is()
    {
        using var created = await SignUp("alice", Address);
        var code = await _mails.NextCodeTo(Address);
        using var known = await Confirm("alice", Another(code));
        using var unknown = await Confirm("nobody", code);
        using var confirmed = await Confirm("alice", code);
        using var again = await Confirm("alice", Another(code));

        var first = await known.ReadJsonAsync();
        foreach (var other in new[] { unknown, again })
        {
            Assert.Equal(known.StatusCode, other.StatusCode);
            var problem = await other.ReadJsonAsync();
            Assert.Equal(first.GetProperty("errors").GetRawText(), problem.GetProperty("errors").GetRawText());
            Assert.Equal(first.GetProperty("detail").GetString(), problem.GetProperty("detail").GetString());
        }
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        using var response = await _http.PostAsJsonAsync("/api/accounts/confirmation", new { });

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request_malformed");
        Assert.True(problem.GetProperty("errors").TryGetProperty("login", out _));
        Assert.True(problem.GetProperty("errors").TryGetProperty("code", out _));
    }

    [Fact]
    public async Task Logs_hold_neither_code_nor_address()
    {
        using var created = await SignUp("alice", Address);
        var code = await _mails.NextCodeTo(Address);
        using var confirmed = await Confirm(Address, code);
        using var forgotten = await _http.PostAsJsonAsync("/api/password/forgot", new { login = Address });
        var reset = await _mails.NextCodeTo(Address);

        Assert.DoesNotContain(code, _app.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(reset, _app.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Address, _app.Log.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static string Another(string code) => code == "000000" ? "000001" : "000000";

    private Task<HttpResponseMessage> SignUp(string handle, string email) =>
        _http.PostAsJsonAsync(
            "/api/accounts",
            new
            {
                handle,
                display_name = handle,
                email,
                password = TestApp.Password,
            }
        );

    private async Task<HttpResponseMessage> SignIn(string login, string password = TestApp.Password)
    {
        using var browser = Browser.On(_app);
        return await browser.SignIn(login, password);
    }

    private Task<HttpResponseMessage> Confirm(string login, string code) =>
        _http.PostAsJsonAsync("/api/accounts/confirmation", new { login, code });

    private Task<HttpResponseMessage> Resend(string login) =>
        _http.PostAsJsonAsync("/api/accounts/confirmation/resend", new { login });
}
