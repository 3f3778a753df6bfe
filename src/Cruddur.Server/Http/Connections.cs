using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Cruddur.Server.Http;

/// <summary>How long a connection lives whose other end has vanished.</summary>
/// <remarks>
/// Somebody who changes networks says no goodbye. A stream then writes heartbeats that nobody acknowledges until TCP gives up,
/// on Linux after about a quarter of an hour (<c>tcp_retries2</c>), and takes one of the few places of its user for as long.
/// </remarks>
internal static class Connections
{
    /// <summary>How long bytes may stay without an acknowledgement.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // tcp(7) on Linux: milliseconds; a connection that is accepted has what its listener has (RFC 5482 is the idea). Windows
    // gives up after some 20 seconds by itself; macOS has nothing alike for listeners.
    private const int TcpUserTimeout = 18;

    public static void AddConnections(this WebApplicationBuilder builder) =>
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = Listen);

    public static Socket Listen(EndPoint endPoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        if (OperatingSystem.IsLinux() && endPoint is IPEndPoint)
        {
            socket.SetRawSocketOption(
                (int)SocketOptionLevel.Tcp,
                TcpUserTimeout,
                BitConverter.GetBytes((int)Patience.TotalMilliseconds)
            );
        }
        return socket;
    }
}
