using Cruddur.Runtime;
using Cruddur.Server.Accounts;
using Cruddur.Server.Mails;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Options;

namespace Cruddur.Tests.Mails;

public sealed class SmtpMailerTests
{
    private const string Address = "alice@example.test";

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_mail_reaches_the_server_as_it_was_written()
    {
        using var server = new SmtpServer().Start();

        const string Text =
            "Grüße, 日本\n.\n..Punkte am Anfang\n\nund ein langer Satz, der über achtundsiebzig Zeichen hinaus geht, wie es sie gibt.\n";

        await MailerTo(server.Port).SendAsync(Mail(Text), None);
        await server.Serving;

        Assert.Contains(
            server.Heard,
            line => line.StartsWith("MAIL FROM:<cruddur@example.test>", StringComparison.Ordinal)
        );
        Assert.Contains(server.Heard, line => line.StartsWith($"RCPT TO:<{Address}>", StringComparison.Ordinal));
        using var message = server.Message();
        Assert.Equal(Text, message.TextBody!.ReplaceLineEndings("\n"));
        Assert.Equal("A subject", message.Subject);
        Assert.Equal(Address, Assert.Single(message.To.Mailboxes).Address);
        Assert.Equal("cruddur@example.test", Assert.Single(message.From.Mailboxes).Address);
        Assert.Equal("auto-generated", message.Headers["Auto-Submitted"]);
        Assert.False(string.IsNullOrEmpty(message.MessageId));
    }

    [Fact]
    public async Task A_mail_that_is_refused_is_told_of_without_the_address()
    {
        using var server = new SmtpServer($"550 5.1.1 <{Address}>: unknown").Start();

        var exception = await Assert.ThrowsAsync<MailException>(() =>
            MailerTo(server.Port).SendAsync(Mail("hello"), None)
        );

        Assert.Contains("550", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", exception.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Nothing_is_sent_in_the_clear_where_the_server_offers_no_encryption()
    {
        using var server = new SmtpServer().Start();

        await Assert.ThrowsAsync<MailException>(() =>
            MailerTo(server.Port, MailSecurity.StartTls).SendAsync(Mail("hello"), None)
        );

        Assert.DoesNotContain(server.Heard, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_no_bug()
    {
        int port;
        using (var server = new SmtpServer().Start())
        {
            port = server.Port;
        }

        await Assert.ThrowsAsync<MailException>(() => MailerTo(port).SendAsync(Mail("hello"), None));
    }

    [Theory]
    [InlineData("Mail:Server sends mails", true, "cruddur@example.test", null, null, MailSecurity.StartTls, true)]
    [InlineData("Mail:From is missing", true, null, null, null, MailSecurity.StartTls, false)]
    [InlineData("Mail:From is no e-mail address", true, "here", null, null, MailSecurity.StartTls, false)]
    [InlineData("belong together", true, "a@example.test", "user", null, MailSecurity.StartTls, false)]
    [InlineData("in the clear", true, "a@example.test", "user", "secret", MailSecurity.None, false)]
    public void Settings_that_do_not_go_together_are_refused_without_telling_the_password(
        string words,
        bool hasServer,
        string? from,
        string? user,
        string? password,
        MailSecurity security,
        bool show
    )
    {
        var settings = new MailOptions
        {
            Server = hasServer ? "mail.example.test" : null,
            From = from,
            User = user,
            Password = password,
            Security = security,
            Show = show,
        };

        var problem = Assert.Single(settings.Problems());

        Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    private static SmtpMailer MailerTo(int port, MailSecurity security = MailSecurity.None)
    {
        var settings = new MailOptions
        {
            Server = "127.0.0.1",
            Port = port,
            From = "cruddur@example.test",
            Security = security,
        };
        var time = new ManualTimeProvider();
        return new SmtpMailer(Options.Create(settings), new UuidSource(time), time);
    }

    private static Mail Mail(string text)
    {
        Assert.True(EmailAddress.TryParse(Address, out var to, out _));
        return new Mail(to, "A subject", text);
    }
}
