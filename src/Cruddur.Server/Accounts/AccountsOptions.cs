using Cruddur.Server.Mails;
using Cruddur.Server.Settings;

namespace Cruddur.Server.Accounts;

/// <summary>How people sign in. Configuration section <c>Accounts</c>.</summary>
public sealed class AccountsOptions : ISettings
{
    public const string Section = "Accounts";

    static string ISettings.SectionName => Section;

    /// <summary>Whose accounts people sign in with. <c>Local</c>: this server's own, in its table. <c>Cognito</c>:
    /// those of the user pool of the section <c>Cognito</c>. Default <c>Local</c>.</summary>
    public AccountsProvider Provider { get; set; } = AccountsProvider.Local;

    /// <summary>
    /// Whether whoever signs up types a code that is sent to the e-mail address before signing in. Default: where mails are
    /// sent (<c>Mail:Server</c>, <c>Mail:Folder</c> or <c>Mail:Show</c>).
    /// </summary>
    public bool? ConfirmEmail { get; set; }

    /// <summary>
    /// Folder of the keys that protect cookies and tokens. It is made when it is not there, and closed to other users of
    /// the machine. Default: <c>keys</c> in the storage folder.
    /// </summary>
    public string? KeyFolder { get; set; }

    /// <summary>How long a browser stays signed in without a call. Default 14 days.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long an access token is good for. Default 1 hour.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>So many wrong passwords without a right one lock the account. Default 5.</summary>
    public int LockoutThreshold { get; set; } = 5;

    /// <summary>How long an account stays locked. Default 5 minutes.</summary>
    public TimeSpan LockoutDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Iterations of PBKDF2 with HMAC-SHA512 for new passwords. Default 210,000 (OWASP). A password hashed with fewer is
    /// hashed again when its owner signs in.
    /// </summary>
    public int PasswordHashIterations { get; set; } = 210_000;

    /// <summary>Whether the section Mail says how to send mails.</summary>
    internal bool SendsMails { get; set; } = true;

    public IEnumerable<string> Problems()
    {
        if (ConfirmEmail == true && !SendsMails)
        {
            yield return $"{Section}:{nameof(ConfirmEmail)} needs mails; give {MailOptions.Section}:{nameof(MailOptions.Server)}, or {MailOptions.Section}:{nameof(MailOptions.Show)}=true to try it out.";
        }
        if (!Enum.IsDefined(Provider))
        {
            yield return $"{Section}:{nameof(Provider)} is {Provider}; give one of {string.Join(", ", Enum.GetNames<AccountsProvider>())}.";
        }
        if (SessionLifetime <= TimeSpan.Zero)
        {
            yield return $"{Section}:{nameof(SessionLifetime)} is {SessionLifetime}; give a time above zero.";
        }
        if (AccessTokenLifetime <= TimeSpan.Zero)
        {
            yield return $"{Section}:{nameof(AccessTokenLifetime)} is {AccessTokenLifetime}; give a time above zero.";
        }
        if (LockoutThreshold < 1)
        {
            yield return $"{Section}:{nameof(LockoutThreshold)} is {LockoutThreshold}; give at least 1.";
        }
        if (LockoutDuration <= TimeSpan.Zero)
        {
            yield return $"{Section}:{nameof(LockoutDuration)} is {LockoutDuration}; give a time above zero.";
        }
        if (PasswordHashIterations < 1)
        {
            yield return $"{Section}:{nameof(PasswordHashIterations)} is {PasswordHashIterations}; give at least 1.";
        }
    }
}
