using System.Net;
using System.Net.Http.Json;
using Cruddur.Server.Accounts;
using Cruddur.Server.Accounts.Codes;
using Cruddur.Server.Mails;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cruddur.Tests.Accounts.Codes;

/// <summary>Mails that cannot be sent, which are the trouble of whoever waits for them and of nobody else.</summary>
public sealed class MailFaultTests
{
    private const string Odd = "a..b@example.test";

    [Fact]
    public async Task A_mailer_that_breaks_does_not_stop_the_server_nor_the_mails_that_follow()
    {
        var mails = new Mailbox { Fault = new InvalidOperationException("to alice@example.test") };
        await using var app = await mails.StartAsync(TimeProvider.System);
        using var http = app.Anonymous();
        await SignUp(http, "alice");
        await Eventually.True(
            () => Task.FromResult(app.Log.Text.Contains("by a fault of this server", StringComparison.Ordinal)),
            "the fault is logged"
        );

        mails.Fault = null;
        await SignUp(http, "bob");

        await mails.NextCodeTo("bob@example.test");
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        Assert.False(lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.DoesNotContain("alice@example.test", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_to_which_no_mail_can_be_written_is_a_mail_not_sent()
    {
        await using var app = await TestApp.StartAsync(null, "--Mail:Show=true");
        var mail = new Mail(EmailAddress.OfAccount(Odd)!, "subject", "text");

        var mailer = app.Services.GetRequiredService<IMailer>();

        await Assert.ThrowsAsync<MailException>(() => mailer.SendAsync(mail, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_has_an_address_that_is_taken_no_more_still_signs_in_by_it()
    {
        var mails = new Mailbox();
        await using var app = await mails.StartAsync(TimeProvider.System);
        using var http = app.Anonymous();
        var cancel = TestContext.Current.CancellationToken;
        using var alice = await SignUp(http, "alice");
        var code = await mails.NextCodeTo("alice@example.test");
        using var confirmed = await http.PostAsJsonAsync("/api/accounts/confirmation", new { login = "alice", code });
        var store = app.Services.GetRequiredService<AccountStore>();
        var account = (await store.FindByLoginAsync("alice", cancel))!;
        var alias = new EmailAlias(EmailAddress.OfAccount(Odd)!, account.UserUuid);
        var table = app.Services.GetRequiredService<ITable>();
        await table.WriteAsync(new Write.Put(alias.ToItem(), Condition.None), cancel);

        using var browser = Browser.On(app);
        using var signedIn = await browser.SignIn(Odd);

        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }

    [Fact]
    public async Task A_code_that_could_not_be_sent_counts_for_nothing()
    {
        var mails = new Mailbox { Fault = new MailException("The mail server could not be spoken to.") };
        await using var app = await mails.StartAsync(new ManualTimeProvider());
        using var http = app.Anonymous();
        using var alice = await SignUp(http, "alice");
        var sender = app.Services.GetRequiredService<MailSender>();
        for (var i = 0; i < MailAllowance.MostADay; i++)
        {
            await sender.SendAsync(new MailRequest.ConfirmCode("alice"), TestContext.Current.CancellationToken);
        }

        mails.Fault = null;
        await sender.SendAsync(new MailRequest.ConfirmCode("alice"), TestContext.Current.CancellationToken);

        await mails.NextCodeTo("alice@example.test");
    }

    [Fact]
    public async Task But_one_that_is_guessed_at_before_that_is_known_counts()
    {
        var time = new ManualTimeProvider();
        var mails = new Mailbox { Fault = new MailException("The mail server refused it: 450.") };
        await using var app = await mails.StartAsync(time);
        using var http = app.Anonymous();
        using var alice = await SignUp(http, "alice");
        var sender = app.Services.GetRequiredService<MailSender>();
        for (var i = 0; i < MailAllowance.MostAnHour; i++)
        {
            var opening = new TaskCompletionSource();
            mails.Opening = opening.Task;
            var sending = sender.SendAsync(new MailRequest.ResetCode("alice"), TestContext.Current.CancellationToken);
            await Eventually.True(() => Task.FromResult(mails.Waiting > 0), "the mail server is asked");
            var guess = new
            {
                login = "alice",
                code = "not a code",
                password = TestApp.Password,
            };
            using var guessed = await http.PostAsJsonAsync("/api/password/reset", guess);
            opening.SetResult();
            await sending;
            time.Advance(AccountCodes.Youth);
        }
        Assert.DoesNotContain(" 2021 ", app.Log.Text, StringComparison.Ordinal);

        await sender.SendAsync(new MailRequest.ResetCode("alice"), TestContext.Current.CancellationToken);

        Assert.Contains(" 2021 ", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_signs_up_with_anothers_address_or_asks_for_codes_keeps_no_code_or_notice_from_the_owner()
    {
        const string Address = "alice@example.test";
        var mails = new Mailbox();
        await using var app = await mails.StartAsync(new ManualTimeProvider());
        using var http = app.Anonymous();
        using var alice = await SignUp(http, "alice");
        var code = await mails.NextCodeTo(Address);
        using var confirmed = await http.PostAsJsonAsync("/api/accounts/confirmation", new { login = "alice", code });
        for (var i = 0; i < MailAllowance.MostAnHour - 1; i++)
        {
            using var stranger = await SignUp(http, $"stranger_{i}", Address);
            await mails.NextCodeTo(Address);
        }

        var sender = app.Services.GetRequiredService<MailSender>();
        for (var i = 0; i < 10; i++)
        {
            await sender.SendAsync(new MailRequest.ResetCode("alice"), TestContext.Current.CancellationToken);
        }
        var reset = new
        {
            login = "alice",
            code = await mails.NextCodeTo(Address),
            password = "another-battery",
        };
        Assert.Equal(0, mails.Count);
        using var done = await http.PostAsJsonAsync("/api/password/reset", reset);

        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        Assert.Contains("was changed", (await mails.NextTo(Address)).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_too_many_mails_wait_nobody_is_signed_up_whose_code_would_be_lost()
    {
        var opening = new TaskCompletionSource();
        var mails = new Mailbox();
        await using var app = await mails.StartAsync(TimeProvider.System);
        using var http = app.Anonymous();
        using var alice = await SignUp(http, "alice");
        var code = await mails.NextCodeTo("alice@example.test");
        using var confirmed = await http.PostAsJsonAsync("/api/accounts/confirmation", new { login = "alice", code });
        var userUuid = (await alice.ReadJsonAsync()).GetProperty("uuid").GetGuid();
        mails.Opening = opening.Task;
        var requests = app.Services.GetRequiredService<MailRequests>();
        // The four that are sent at a time leave room once more.
        await Eventually.True(
            () =>
            {
                while (requests.TryAdd(new MailRequest.PasswordChanged(userUuid))) { }
                return Task.FromResult(mails.Waiting == 4 && !requests.HasRoom);
            },
            "no mail more may wait"
        );

        using var refused = await http.PostAsJsonAsync("/api/accounts", AccountOf("bob", "bob@example.test"));
        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "busy");

        opening.SetResult();
        await Eventually.True(() => Task.FromResult(requests.HasRoom), "there is room again");
        using var bob = await SignUp(http, "bob");
    }

    private static object AccountOf(string handle, string email) =>
        new
        {
            handle,
            display_name = handle,
            email,
            password = TestApp.Password,
        };

    private static async Task<HttpResponseMessage> SignUp(HttpClient http, string handle, string? email = null)
    {
        var account = AccountOf(handle, email ?? $"{handle}@example.test");
        var created = await http.PostAsJsonAsync("/api/accounts", account);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return created;
    }
}
