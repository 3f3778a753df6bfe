using Cruddur.Server.Accounts;

namespace Cruddur.Server.Mails;

/// <summary>A mail in plain text.</summary>
internal sealed record Mail(EmailAddress To, string Subject, string Text)
{
    // Without what is in it, which must not come into logs.
    public override string ToString() => "a mail";
}

/// <summary>Gives mails to whoever delivers them.</summary>
internal interface IMailer
{
    /// <exception cref="MailException">It was not taken; its message has no address in it.</exception>
    Task SendAsync(Mail mail, CancellationToken cancellationToken);
}

/// <summary>A mail was not taken. What a mail server says of it is left out, as it names addresses.</summary>
internal sealed class MailException(string message) : Exception(message);
