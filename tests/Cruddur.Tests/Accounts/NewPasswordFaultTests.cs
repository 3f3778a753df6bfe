using System.Net;
using System.Net.Http.Json;
using Cruddur.Server.Accounts;
using Cruddur.Server.Mails;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Accounts;

/// <summary>A new password that is set, although not all that follows can be done or waited for.</summary>
public sealed class NewPasswordFaultTests : IAsyncLifetime
{
    private const string Address = "alice@example.test";
    private const string NewPassword = "another-battery";

    private InterceptedTable _table = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync() =>
        _app = await TestApp.StartAsync(
            TimeProvider.System,
            engine => _table = new InterceptedTable(engine),
            "--Mail:Show=true",
            "--Accounts:ConfirmEmail=false"
        );

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Whoever_changes_it_is_told_so_and_stays_signed_in_though_no_session_can_be_removed()
    {
        using var alice = await _app.SignedInAs("alice");
        using var browser = await SignedInAsync();
        using var other = await SignedInAsync();
        LetNoSessionEnd();

        using var changed = await browser.Send(
            HttpMethod.Put,
            "/api/me/password",
            new { current_password = TestApp.Password, new_password = NewPassword }
        );

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(200, await browser.StatusOf("/api/me"));
        Assert.Equal(401, await other.StatusOf("/api/me"));
        Assert.Contains(" 2016 ", _app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_sets_it_by_a_code_is_told_so_though_no_session_can_be_removed()
    {
        using var alice = await _app.SignedInAs("alice");
        using var other = await SignedInAsync();
        var code = await ForgotAsync();
        LetNoSessionEnd();

        using var http = _app.Anonymous();
        var body = new
        {
            login = "alice",
            code,
            password = NewPassword,
        };
        using var reset = await http.PostAsJsonAsync("/api/password/reset", body);

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal(401, await other.StatusOf("/api/me"));
        Assert.Contains(" 2016 ", _app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_sets_it_by_a_code_and_hangs_up_does_not_keep_that_from_the_owner()
    {
        using var alice = await _app.SignedInAs("alice");
        var code = await ForgotAsync();
        using var hangUp = new CancellationTokenSource();
        _table.BeforeTransaction = async (_, cancellationToken) =>
        {
            await hangUp.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        };

        var accounts = _app.Services.GetRequiredService<IAccounts>();
        var password = MemoryAccounts.Parsed(NewPassword);
        var result = await accounts.ResetPasswordAsync("alice", code, password, hangUp.Token);

        Assert.IsType<ResetPasswordResult.Reset>(result);
        await MailAsync("Your password on Cruddur was changed");
    }

    private void LetNoSessionEnd() =>
        _table.BeforeWrite = (write, _) =>
            write is Write.Delete && write.Key.Partition.StartsWith("SESS#", StringComparison.Ordinal)
                ? throw new StorageException(StorageFault.Unavailable, "on purpose")
                : Task.CompletedTask;

    private async Task<Browser> SignedInAsync()
    {
        var browser = Browser.On(_app);
        using var signedIn = await browser.SignIn("alice");
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        return browser;
    }

    private async Task<string> ForgotAsync()
    {
        using var http = _app.Anonymous();
        using var asked = await http.PostAsJsonAsync("/api/password/forgot", new { login = Address });
        var mail = await MailAsync("Set a new password on Cruddur");
        return mail
            .Text.Split('\n')
            .Select(line => line.Trim())
            .Single(line => line.Length == 6 && line.All(char.IsAsciiDigit));
    }

    private async Task<KeptMail> MailAsync(string subject)
    {
        var folder = _app.Services.GetRequiredService<MailFolder>();
        KeptMail? mail = null;
        await Eventually.True(
            async () =>
            {
                mail = (await folder.ReadAsync(10, CancellationToken.None)).FirstOrDefault(one =>
                    one.Subject == subject
                );
                return mail is not null;
            },
            $"the mail '{subject}' is there"
        );
        return mail!;
    }
}
