using System.Net;
using System.Net.Sockets;
using Cruddur.Proof.Simulation;

namespace Cruddur.EndToEnd.Browser.Support;

/// <summary>
/// What lies between a browser and the server. While it cuts, no connection outlives a number of bytes from the server, which
/// the dice say: it may end in the middle of a line, an event or a letter.
/// </summary>
internal sealed class CuttingProxy : IDisposable
{
    /// <summary>The most for half of the connections: many end in their headers, or with their first event.</summary>
    private const int Short = 2_000;

    /// <summary>The most for the others: enough for a hundred messages at a time, which nobody would ever get otherwise.</summary>
    private const int Long = 80_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _server;
    private readonly Dice _dice;
    private readonly Lock _lock = new();
    private volatile bool _isCutting;
    private int _cuts;

    public CuttingProxy(Uri server, Dice dice)
    {
        (_server, _dice) = (server, dice);
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = ListenAsync();
    }

    public Uri Address { get; }

    public int Cuts => Volatile.Read(ref _cuts);

    public bool IsCutting
    {
        get => _isCutting;
        set => _isCutting = value;
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ListenAsync()
    {
        var end = _end.Token;
        while (!end.IsCancellationRequested)
        {
            try
            {
                var browser = await _listener.AcceptTcpClientAsync(end);
                _ = PassAsync(browser, end);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // This is closed, or the browser has thought better of it.
            }
        }
    }

    private async Task PassAsync(TcpClient browser, CancellationToken end)
    {
        using var server = new TcpClient();
        using (browser)
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, end);
                var (there, back) = (server.GetStream(), browser.GetStream());
                // Whichever ends first takes the other along.
                await await Task.WhenAny(back.CopyToAsync(there, end), CutAsync(there, back, end));
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // One of the two is gone, which the other hears of now.
            }
        }
    }

    private async Task CutAsync(NetworkStream from, NetworkStream to, CancellationToken end)
    {
        var buffer = new byte[16 * 1024];
        var left = LengthOfConnection();
        while (await from.ReadAsync(buffer, end) is var read and > 0)
        {
            var passed = IsCutting ? Math.Min(read, left) : read;
            await to.WriteAsync(buffer.AsMemory(0, passed), end);
            if (!IsCutting)
            {
                continue;
            }
            left -= passed;
            if (left == 0)
            {
                Interlocked.Increment(ref _cuts);
                return;
            }
        }
    }

    private int LengthOfConnection()
    {
        lock (_lock)
        {
            return _dice.Between(1, _dice.Chance(0.5) ? Short : Long);
        }
    }
}
