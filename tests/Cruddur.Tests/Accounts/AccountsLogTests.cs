using Cruddur.Server.Accounts;
using Cruddur.Server.Accounts.Codes;
using Cruddur.Server.Mails;
using Cruddur.Tests.Support;
using Cruddur.Users;

namespace Cruddur.Tests.Accounts;

[OnEveryEngine]
public sealed class AccountsLogTests
{
    private const string Password = "sentinel-password";
    private const string OtherPassword = "sentinel-other-password";
    private const string Email = "sentinel.address@example.test";

    [Fact]
    public async Task Logs_hold_no_address_password_token_or_cookie_and_name_people_by_uuid()
    {
        await using var app = await TestApp.StartAsync(null, "--Logging:LogLevel:Default=Trace");
        using var browser = Browser.On(app);
        var secrets = new List<string> { Password, OtherPassword, Email };

        var account = new
        {
            handle = "alice",
            display_name = "Alice",
            email = Email,
            password = Password,
        };
        using var created = await browser.Send(HttpMethod.Post, "/api/accounts", account);
        var uuid = (await created.ReadJsonAsync()).GetProperty("uuid").GetString()!;
        using var repeated = await browser.Send(HttpMethod.Post, "/api/accounts", account);
        using var wrong = await browser.SignIn(Email, OtherPassword);
        using var signedIn = await browser.SignIn(Email, Password);
        secrets.Add(browser.Cookie!["cruddur=".Length..]);
        using var token = await browser.Send(
            HttpMethod.Post,
            "/api/tokens",
            new { login = "alice", password = Password }
        );
        secrets.Add((await token.ReadJsonAsync()).GetProperty("access_token").GetString()!);
        await browser.StatusOf("/api/me");
        using var authorized = await browser.Send(
            HttpMethod.Get,
            "/api/me",
            null,
            ("Authorization", $"Bearer {secrets[^1]}")
        );
        using var refused = await browser.Send(
            HttpMethod.Get,
            "/api/me",
            null,
            ("Authorization", $"Bearer x{secrets[^1]}")
        );
        using var changed = await browser.Send(
            HttpMethod.Put,
            "/api/me/password",
            new { current_password = Password, new_password = OtherPassword }
        );
        secrets.Add(browser.Cookie!["cruddur=".Length..]);
        using var signedOut = await browser.Send(HttpMethod.Delete, "/api/session");

        var log = app.Log.Text;
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase));
        foreach (var id in new[] { 2000, 2001, 2002, 2004 })
        {
            Assert.Contains(
                log.Split('\n'),
                line =>
                    line.Contains($" {id} ", StringComparison.Ordinal) && line.Contains(uuid, StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void What_holds_a_secret_does_not_print_it()
    {
        Assert.True(Server.Accounts.Password.TryParse(Password, out var password, out _));
        Assert.True(EmailAddress.TryParse(Email, out var email, out _));
        object[] holders =
        [
            password,
            email,
            new NewPerson(Handle.Parse("alice"), DisplayName.Parse("Alice"), email),
            new CreateAccountRequest("alice", "Alice", Email, Password),
            new CredentialsRequest(Email, Password),
            new ChangePasswordRequest(Password, Password),
            new AccessTokenAnswer(Password, "Bearer", 1),
            new AccountDetails(TestUuid.Next(), Email, "stamp"),
            new LoginRequest(Email),
            new ConfirmationRequest(Email, Password),
            new ResetPasswordRequest(Email, Password, Password),
            new ProviderTokens(Password, Password, default),
            new MailRequest.ConfirmCode(Email),
            new MailRequest.ResetCode(Email),
            new Mail(email, Password, Password),
            new KeptMail(TestUuid.Next(), Email, Password, Password, default),
            new StoredCode(TestUuid.Next(), CodePurpose.Reset, Password, Password, 0, default),
            Account.New(TestUuid.Next(), Email, Password),
            new EmailAlias(email, TestUuid.Next()),
            new MeAnswer(TestUuid.Next(), "alice", "Alice", Email, default),
        ];
        Assert.All(
            holders,
            holder =>
            {
                Assert.DoesNotContain(Password, holder.ToString(), StringComparison.Ordinal);
                Assert.DoesNotContain(Email, holder.ToString(), StringComparison.Ordinal);
            }
        );
    }
}
