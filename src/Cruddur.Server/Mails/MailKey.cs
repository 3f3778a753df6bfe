using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Mails;

/// <summary>
/// Opens the mails that are shown. Whoever started this server is told it; to go by where a call comes from would let in
/// everybody behind a proxy on this machine.
/// </summary>
public sealed class MailKey(IOptions<MailOptions> options)
{
    public const string Header = "Cruddur-Mail-Key";

    private const int Digits = 32;

    /// <summary>That of the settings, or one that this run made.</summary>
    public string Value { get; } = options.Value.ShowKey ?? RandomNumberGenerator.GetHexString(Digits, lowercase: true);

    /// <summary>Where a page shows them. The key is behind <c>#</c>, which browsers keep to themselves (RFC 9110, 7.1).</summary>
    public string Page => $"/mails#key={Value}";

    internal bool Opens(HttpRequest request) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(request.Headers[Header].ToString()),
            Encoding.UTF8.GetBytes(Value)
        );
}
