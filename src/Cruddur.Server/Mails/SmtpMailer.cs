using System.Net.Sockets;
using Cruddur.Runtime;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Mails;

/// <summary>Sends by a mail server (RFC 6409), which takes each mail or refuses it, and tries again from there on.</summary>
internal sealed class SmtpMailer(IOptions<MailOptions> options, IUuidSource uuids, TimeProvider time) : IMailer
{
    private const int PatienceMilliseconds = 20_000;

    public async Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        using var client = new SmtpClient { Timeout = PatienceMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Server!, settings.Port, OptionsOf(settings.Security), cancellationToken);
            if (settings.User is not null)
            {
                await client.AuthenticateAsync(settings.User, settings.Password!, cancellationToken);
            }
            var message = MailMessages.Of(mail, settings.From, uuids.Next(), time.GetUtcNow());
            await client.SendAsync(message, cancellationToken);
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (SmtpCommandException exception)
        {
            throw new MailException($"The mail server refused it: {(int)exception.StatusCode} {exception.ErrorCode}.");
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or SocketException
                        or TimeoutException
                        or SslHandshakeException
                        or AuthenticationException
                        or ProtocolException
                        or NotSupportedException
            )
        {
            throw new MailException($"The mail server could not be spoken to: {exception.GetType().Name}.");
        }
    }

    private static SecureSocketOptions OptionsOf(MailSecurity security) =>
        security switch
        {
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.None => SecureSocketOptions.None,
            _ => throw new InvalidOperationException($"Unknown security {security}."),
        };
}
