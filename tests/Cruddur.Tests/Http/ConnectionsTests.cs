using System.Net;
using System.Net.Sockets;
using Cruddur.Server.Http;

namespace Cruddur.Tests.Http;

public sealed class ConnectionsTests
{
    private const int TcpUserTimeout = 18;

    [Fact]
    public async Task A_connection_whose_other_end_vanished_is_given_up_after_half_a_minute()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux lets a server say so.");
        using var listener = Connections.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!, TestContext.Current.CancellationToken);

        using var accepted = await listener.AcceptAsync(TestContext.Current.CancellationToken);

        var milliseconds = new byte[sizeof(int)];
        accepted.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpUserTimeout, milliseconds);
        Assert.Equal((int)Connections.Patience.TotalMilliseconds, BitConverter.ToInt32(milliseconds));
    }
}
