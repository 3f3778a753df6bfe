using System.Net;
using System.Net.Sockets;

namespace Cruddur.Cli.Serve;

/// <summary>Where the server listens.</summary>
internal sealed record ListenAddress(IPAddress Address, int Port)
{
    public bool IsOfThisMachineOnly => IPAddress.IsLoopback(Address);

    /// <summary>An IP address of this machine, or <c>localhost</c>.</summary>
    public static IPAddress? Parse(string text) =>
        string.Equals(text, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.TryParse(text, out var address) ? address
        : null;

    /// <summary>What a browser on this machine opens, once it is known which port was free.</summary>
    public string UrlAt(int port)
    {
        var isAny = Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any);
        var host =
            isAny ? "localhost"
            : Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Address}]"
            : Address.ToString();
        return $"http://{host}:{port}";
    }
}
