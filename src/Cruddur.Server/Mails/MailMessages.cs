using Cruddur.Server.Accounts;
using MimeKit;

namespace Cruddur.Server.Mails;

/// <summary>Mails as they travel (RFC 5322).</summary>
internal static class MailMessages
{
    // Reserved for names that do not exist (RFC 2606).
    private const string NobodysAddress = "cruddur@localhost.invalid";

    /// <exception cref="MailException">The address is none to which a mail can be written.</exception>
    public static MimeMessage Of(Mail mail, string? from, Guid uuid, DateTimeOffset time)
    {
        var sender = MailboxAddress.Parse(from ?? NobodysAddress);
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            Date = time,
            MessageId = $"{uuid:N}@{sender.Domain}",
            Body = new TextPart("plain") { Text = mail.Text },
        };
        message.From.Add(new MailboxAddress("Cruddur", sender.Address));
        message.To.Add(Recipient(mail.To));
        // No out-of-office answers (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private static MailboxAddress Recipient(EmailAddress address)
    {
        try
        {
            return new MailboxAddress("", address.Value);
        }
        catch (ParseException)
        {
            throw new MailException("A mail cannot be written to an address of this form.");
        }
    }
}
