using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Cruddur.Cli.Serve;

/// <summary>Why the server cannot listen where it should, and what to do.</summary>
internal static class ListenFailure
{
    private const int FirstUnprivilegedPort = 1024;

    /// <returns>Null when the exception is about something else.</returns>
    public static string? WordsFor(Exception exception, ListenAddress listen)
    {
        var socket = exception as SocketException ?? exception.InnerException as SocketException;
        return (exception.InnerException, socket?.SocketErrorCode) switch
        {
            (AddressInUseException, _) or (_, SocketError.AddressAlreadyInUse) =>
                $"Port {listen.Port} on {listen.Address} is in use by another program. "
                    + $"Stop that program, or choose another port: --port {Other(listen.Port)} (--port 0 takes any free one).",
            (_, SocketError.AccessDenied) => $"This user may not listen on port {listen.Port}. "
                + $"Ports below {FirstUnprivilegedPort} belong to the administrator: choose another, as --port 8080.",
            (_, SocketError.AddressNotAvailable) => $"{listen.Address} is no address of this machine. "
                + "Choose one that it has with --address (127.0.0.1 for this machine alone, 0.0.0.0 for every one it has).",
            (_, SocketError.AddressFamilyNotSupported) =>
                $"This machine has no addresses like {listen.Address}. Choose --address 127.0.0.1.",
            _ => null,
        };
    }

    private static int Other(int port) => port == 65535 ? 8080 : port + 1;
}
