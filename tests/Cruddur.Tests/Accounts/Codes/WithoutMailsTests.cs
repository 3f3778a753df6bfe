using System.Net;
using System.Net.Http.Json;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Accounts.Codes;

/// <summary>A server that sends no mails, and what the pages are told of it.</summary>
public sealed class WithoutMailsTests
{
    [Fact]
    public async Task There_is_nothing_to_confirm_and_no_code_to_ask_for()
    {
        await using var app = await TestApp.StartAsync();
        using var http = app.Anonymous();
        using var alice = await app.SignedInAs("alice");

        foreach (var address in new[] { "/api/password/forgot", "/api/accounts/confirmation/resend" })
        {
            using var response = await http.PostAsJsonAsync(address, new { login = "alice" });
            await response.ShouldBeProblemAsync(HttpStatusCode.NotImplemented, "codes_not_sent");
        }
        var reset = new
        {
            login = "alice",
            code = "123456",
            password = "another-battery",
        };
        foreach (var address in new[] { "/api/password/reset", "/api/accounts/confirmation" })
        {
            using var response = await http.PostAsJsonAsync(address, reset);
            await response.ShouldBeProblemAsync(HttpStatusCode.NotImplemented, "codes_not_sent");
        }
    }

    [Theory]
    [InlineData("", """{"provider":"local","sends_codes":false,"hosted_page":null,"shows_mails":false}""")]
    [InlineData(
        "--Mail:Show=true",
        """{"provider":"local","sends_codes":true,"hosted_page":null,"shows_mails":true}"""
    )]
    public async Task Pages_are_told_what_there_is_to_sign_in_with(string setting, string offer)
    {
        await using var app = await TestApp.StartAsync(null, setting.Length > 0 ? [setting] : []);
        using var http = app.Anonymous();

        Assert.Equal(offer, await http.GetStringAsync("/api/sign_in"));
    }

    [Fact]
    public async Task Mails_may_be_sent_without_demanding_that_an_account_is_confirmed()
    {
        var mails = new Mailbox();
        await using var app = await mails.StartAsync(TimeProvider.System, "--Accounts:ConfirmEmail=false");
        using var alice = await app.SignedInAs("alice");
        using var http = app.Anonymous();

        using var forgot = await http.PostAsJsonAsync("/api/password/forgot", new { login = "alice" });

        await mails.NextCodeTo("alice@example.test");
    }

    [Fact]
    public async Task When_accounts_need_no_confirmation_any_more_those_who_waited_sign_in()
    {
        var mails = new Mailbox();
        await using var app = await mails.StartAsync(TimeProvider.System);
        using var http = app.Anonymous();
        var account = new
        {
            handle = "alice",
            display_name = "Alice",
            email = "alice@example.test",
            password = TestApp.Password,
        };
        using var created = await http.PostAsJsonAsync("/api/accounts", account);
        using var refused = await http.PostAsJsonAsync(
            "/api/tokens",
            new { login = "alice", password = TestApp.Password }
        );
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        await app.RestartAsync("--Accounts:ConfirmEmail=false");

        using var again = app.Anonymous();
        using var token = await again.PostAsJsonAsync(
            "/api/tokens",
            new { login = "alice", password = TestApp.Password }
        );
        Assert.Equal(HttpStatusCode.OK, token.StatusCode);
    }
}
