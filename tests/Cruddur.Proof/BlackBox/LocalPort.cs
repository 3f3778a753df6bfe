using System.Net;
using System.Net.Sockets;

namespace Cruddur.Proof.BlackBox;

internal static class LocalPort
{
    /// <summary>One that was free a moment ago, and that a server can come back on.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
