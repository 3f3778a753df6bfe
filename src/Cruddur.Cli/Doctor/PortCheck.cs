using System.Net.Sockets;
using Cruddur.Cli.Serve;

namespace Cruddur.Cli.Doctor;

/// <summary>Whether the server could listen.</summary>
internal static class PortCheck
{
    private const string Name = "port";

    /// <param name="isServerRunning">Then the port is most likely that server's.</param>
    public static CheckResult Run(ListenAddress listen, bool isServerRunning)
    {
        try
        {
            using var listener = new TcpListener(listen.Address, listen.Port);
            listener.Start();
            return CheckResult.Ok(Name, listen.Port == 0 ? "any free port" : $"{listen.Port} is free");
        }
        catch (SocketException exception)
        {
            var advice = ListenFailure.WordsFor(exception, listen) ?? exception.Message;
            return isServerRunning && exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? CheckResult.Ok(Name, $"{listen.Port} is in use while a server has the database open")
                : CheckResult.Fail(Name, $"{listen.Port} cannot be listened on", advice);
        }
    }
}
