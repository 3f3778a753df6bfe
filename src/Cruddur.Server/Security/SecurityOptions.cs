using System.Net;
using System.Text.RegularExpressions;
using Cruddur.Server.Settings;

namespace Cruddur.Server.Security;

/// <summary>Who may call from a browser. Configuration section <c>Security</c>.</summary>
public sealed partial class SecurityOptions : ISettings
{
    public const string Section = "Security";

    static string ISettings.SectionName => Section;

    /// <summary>
    /// Origins of other sites, such as <c>https://app.example.com</c>, whose pages may call the API with a bearer token.
    /// Cookies are never taken from them. Default none.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Proxies in front of this server, as addresses or networks (<c>127.0.0.1</c>, <c>10.0.0.0/8</c>): what they say in
    /// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> is believed. Name only those through which every call comes. Default
    /// none.
    /// </summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>
    /// What browsers that came by HTTPS are told in <c>Strict-Transport-Security</c>; empty: nothing. Without
    /// <c>includeSubDomains</c> where a host below this one speaks plain HTTP. Default
    /// <c>max-age=31536000; includeSubDomains</c>.
    /// </summary>
    public string StrictTransportSecurity { get; set; } = "max-age=31536000; includeSubDomains";

    public IEnumerable<string> Problems() =>
        AllowedOrigins
            .Where(origin => !IsOrigin(origin))
            .Select(origin =>
                $"{Section}:{nameof(AllowedOrigins)} has '{origin}'; give a scheme, a host and perhaps a port, such as "
                + "https://app.example.com, and nothing behind it."
            )
            .Concat(
                TrustedProxies
                    .Where(proxy => !TryParseNetwork(proxy, out _))
                    .Select(proxy =>
                        $"{Section}:{nameof(TrustedProxies)} has '{proxy}'; give an address such as 127.0.0.1, or a network "
                        + "such as 10.0.0.0/8."
                    )
            )
            .Concat(
                StrictTransportSecurity is "" || StrictTransportSecurityPattern().IsMatch(StrictTransportSecurity)
                    ? []
                    :
                    [
                        $"{Section}:{nameof(StrictTransportSecurity)} is '{StrictTransportSecurity}'; give max-age in seconds, "
                            + "such as max-age=31536000; includeSubDomains, or nothing.",
                    ]
            );

    internal IEnumerable<IPNetwork> TrustedNetworks()
    {
        foreach (var proxy in TrustedProxies)
        {
            if (TryParseNetwork(proxy, out var network))
            {
                yield return network;
            }
        }
    }

    /// <summary>An address is a network of one.</summary>
    private static bool TryParseNetwork(string text, out IPNetwork network)
    {
        if (!IPAddress.TryParse(text, out var address))
        {
            return IPNetwork.TryParse(text, out network);
        }
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    [GeneratedRegex(
        "^max-age=[0-9]+(; includeSubDomains)?(; preload)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex StrictTransportSecurityPattern();

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
