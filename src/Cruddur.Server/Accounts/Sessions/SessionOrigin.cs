using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cruddur.Server.Accounts.Sessions;

/// <summary>Where a session begins, as far as its owner needs it to recognise it, and no further.</summary>
internal sealed record SessionOrigin(string Device, string Address)
{
    private const int MaxProgramLength = 40;

    // The order counts: most browsers name others before themselves.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    public static SessionOrigin Of(HttpContext context) =>
        new(DeviceOf(context.Request.Headers.UserAgent.ToString()), NetworkOf(context.Connection.RemoteIpAddress));

    /// <summary><c>Firefox on Linux</c>; of a program its name and version; empty when it does not say.</summary>
    public static string DeviceOf(string userAgent)
    {
        var browser = NameIn(userAgent, Browsers);
        var system = NameIn(userAgent, Systems);
        return (browser, system) switch
        {
            (null, _) => ProgramOf(userAgent),
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }

    /// <summary>The first 24 bits of an IPv4 address, the first 48 of an IPv6 one; empty when it is not known.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var kept = plain.AddressFamily == AddressFamily.InterNetwork ? 24 : 48;
        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(kept / 8).Clear();
        return $"{new IPAddress(bytes)}/{kept}";
    }

    private static string? NameIn(string userAgent, (string Mark, string Name)[] names) =>
        names.FirstOrDefault(name => userAgent.Contains(name.Mark, StringComparison.Ordinal)).Name;

    // The first product (RFC 9110); whatever else a header may hold is nothing to show.
    private static string ProgramOf(string userAgent)
    {
        var program = new StringBuilder();
        foreach (
            var character in userAgent.TakeWhile(character => character is > ' ' and <= '~').Take(MaxProgramLength)
        )
        {
            program.Append(character);
        }
        return program.ToString();
    }
}
