using System.Net;
using System.Net.Http.Json;
using Cruddur.Server.Accounts;
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

    private static async Task<HttpResponseMessage> SignUp(HttpClient http, string handle)
    {
        var account = new
        {
            handle,
            display_name = handle,
            email = $"{handle}@example.test",
            password = TestApp.Password,
        };
        var created = await http.PostAsJsonAsync("/api/accounts", account);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return created;
    }
}
