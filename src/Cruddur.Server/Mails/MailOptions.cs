using Cruddur.Server.Accounts;
using Cruddur.Server.Settings;

namespace Cruddur.Server.Mails;

/// <summary>How mails go out: by a mail server, or into a folder to be read there. Without either none do. Section <c>Mail</c>.</summary>
public sealed class MailOptions : ISettings
{
    public const string Section = "Mail";

    private const int MostPort = 65535;
    private const int LeastKeyCharacters = 16;

    static string ISettings.SectionName => Section;

    /// <summary>The mail server that takes mails for everybody: a host name. Default none.</summary>
    public string? Server { get; set; }

    /// <summary>The mail server's port. Default 587.</summary>
    public int Port { get; set; } = 587;

    /// <summary>
    /// <c>StartTls</c>: TLS begins on the plain connection, or no mail is sent. <c>Tls</c>: from the beginning (port 465).
    /// <c>None</c>: no encryption, for a server on this machine. Default <c>StartTls</c>.
    /// </summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Who signs in at the mail server. Default nobody.</summary>
    public string? User { get; set; }

    /// <summary>The password of who signs in there; better given in the environment (<c>Mail__Password</c>).</summary>
    public string? Password { get; set; }

    /// <summary>The e-mail address that mails come from. Must be given with a mail server.</summary>
    public string? From { get; set; }

    /// <summary>
    /// A folder in which mails are written, each a file <c>.eml</c>, instead of being sent. Default none, but <c>mails</c> in
    /// the storage folder where they are shown.
    /// </summary>
    public string? Folder { get; set; }

    /// <summary>
    /// Whether the mails of the folder are shown at <c>/mails</c>, without signing in, to whoever has the key that is printed
    /// at the start: for developing and trying out. Default <c>false</c>, but <c>true</c> with <c>serve --demo</c> on an address
    /// of this machine.
    /// </summary>
    public bool Show { get; set; }

    /// <summary>
    /// The key that shows the mails: 16 or more letters and digits, better given in the environment (<c>Mail__ShowKey</c>).
    /// Default a new one at each start.
    /// </summary>
    public string? ShowKey { get; set; }

    /// <summary>Whether there is a way for mails to go out.</summary>
    internal bool IsOn => Server is not null || Folder is not null || Show;

    public IEnumerable<string> Problems()
    {
        if (!Enum.IsDefined(Security))
        {
            yield return $"{Section}:{nameof(Security)} is {Security}; give {string.Join(", ", Enum.GetNames<MailSecurity>())}.";
        }
        if (Port is < 1 or > MostPort)
        {
            yield return $"{Section}:{nameof(Port)} is {Port}; give 1 to {MostPort}.";
        }
        if (From is not null && !EmailAddress.TryParse(From, out _, out _))
        {
            yield return $"{Section}:{nameof(From)} is no e-mail address; give one such as cruddur@example.com.";
        }
        if (ShowKey is not null && (ShowKey.Length < LeastKeyCharacters || !ShowKey.All(char.IsAsciiLetterOrDigit)))
        {
            yield return $"{Section}:{nameof(ShowKey)} is no key; give {LeastKeyCharacters} or more letters and digits of ASCII.";
        }
        if (Server is null)
        {
            yield break;
        }
        if (Folder is not null || Show)
        {
            yield return $"{Section}:{nameof(Server)} sends mails and {Section}:{nameof(Folder)} and {nameof(Show)} keep them here; give one of the two.";
        }
        if (From is null)
        {
            yield return $"{Section}:{nameof(From)} is missing; give the e-mail address that mails come from.";
        }
        if (User is null != Password is null)
        {
            yield return $"{Section}:{nameof(User)} and {Section}:{nameof(Password)} belong together; give both or neither.";
        }
        if (User is not null && Security == MailSecurity.None)
        {
            yield return $"{Section}:{nameof(Security)} is {Security}, and would send the password of {Section}:{nameof(User)} in the clear; give {MailSecurity.StartTls} or {MailSecurity.Tls}.";
        }
    }
}

/// <summary>How the connection to a mail server is protected.</summary>
public enum MailSecurity
{
    StartTls,
    Tls,
    None,
}
