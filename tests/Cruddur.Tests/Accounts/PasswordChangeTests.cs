using System.Net;
using Cruddur.Server.Accounts;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Accounts;

[OnEveryEngine]
[OnEveryDirectory]
public sealed class PasswordChangeTests : IAsyncLifetime
{
    private const string NewPassword = "another-battery";

    private readonly ManualTimeProvider _time = new();
    private TestApp _app = null!;
    private Person _program = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time);
        _program = await _app.SignedInAs("alice");
        _browser = Browser.On(_app);
        using var response = await _browser.SignIn("alice");
    }

    public ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _program.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task Every_other_session_and_token_ends_at_once_and_this_session_goes_on()
    {
        using var other = Browser.On(_app);
        using var signedIn = await other.SignIn("alice");
        Assert.Equal(200, await other.StatusOf("/api/me"));
        var before = _browser.Cookie;

        using var changed = await Change(TestApp.Password, NewPassword);

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.NotEqual(before, _browser.Cookie, StringComparer.Ordinal);
        Assert.Equal(401, await ProgramStatus());
        Assert.Equal(401, await other.StatusOf("/api/me"));
        Assert.Equal(200, await _browser.StatusOf("/api/me"));
        _browser.Cookie = before;
        Assert.Equal(401, await _browser.StatusOf("/api/me"));
    }

    /// <summary>Its answer may arrive after that of the change, and must not take the new cookie away.</summary>
    [Fact]
    public async Task A_call_that_was_sent_with_the_cookie_of_before_sets_no_cookie()
    {
        var before = _browser.Cookie;
        using var changed = await Change(TestApp.Password, NewPassword);
        _browser.Cookie = before;

        using var late = await _browser.Send(HttpMethod.Get, "/api/me");

        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);
        Assert.False(late.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_new_password_signs_in_and_the_old_one_does_not()
    {
        using var changed = await Change(TestApp.Password, NewPassword);
        using var later = Browser.On(_app);
        using var old = await later.SignIn("alice");
        using var @new = await later.SignIn("alice", NewPassword);

        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        Assert.Equal(HttpStatusCode.OK, @new.StatusCode);
    }

    [Fact]
    public async Task A_wrong_current_password_changes_nothing()
    {
        using var response = await Change("not this one", NewPassword);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "password_wrong");
        Assert.True(problem.GetProperty("errors").TryGetProperty("current_password", out _));
        Assert.Equal(200, await ProgramStatus());
        using var later = Browser.On(_app);
        using var signedIn = await later.SignIn("alice");
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }

    [Fact]
    public async Task A_new_password_keeps_the_rules()
    {
        using var response = await Change(TestApp.Password, "short");

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "password_too_short");
        Assert.True(problem.GetProperty("errors").TryGetProperty("new_password", out _));
    }

    [Fact]
    public async Task Changed_with_a_token_every_session_and_token_ends()
    {
        using var response = await _browser.Send(
            HttpMethod.Put,
            "/api/me/password",
            new { current_password = TestApp.Password, new_password = NewPassword },
            ("Authorization", _program.Client.DefaultRequestHeaders.Authorization!.ToString())
        );

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(401, await ProgramStatus());
        Assert.Equal(401, await _browser.StatusOf("/api/me"));
    }

    [Fact]
    public async Task Changed_on_another_node_old_sessions_end_within_ten_seconds_and_new_ones_count_at_once()
    {
        Assert.Equal(200, await _browser.StatusOf("/api/me"));
        // What another node does: the same table, but not this node's cache.
        var accounts = _app.Services.GetRequiredService<IAccounts>();
        Assert.True(Password.TryParse(NewPassword, out var password, out _));
        var result = await accounts.ChangePasswordAsync(
            _program.Uuid,
            TestApp.Password,
            password,
            TestContext.Current.CancellationToken
        );
        Assert.IsType<ChangePasswordResult.Changed>(result);

        using var @new = Browser.On(_app);
        using var signedIn = await @new.SignIn("alice", NewPassword);
        Assert.Equal(200, await @new.StatusOf("/api/me"));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(401, await _browser.StatusOf("/api/me"));
        Assert.Equal(200, await @new.StatusOf("/api/me"));
    }

    private Task<HttpResponseMessage> Change(string current, string @new) =>
        _browser.Send(HttpMethod.Put, "/api/me/password", new { current_password = current, new_password = @new });

    private async Task<int> ProgramStatus()
    {
        using var response = await _program.Client.GetAsync("/api/me");
        return (int)response.StatusCode;
    }
}
