using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Security;

/// <summary>What a server wrote, as far as it wrote.</summary>
/// <param name="IsOpen">Whether another request may follow.</param>
internal sealed record RawAnswer(int Status, Dictionary<string, string> Headers, string Body, bool IsOpen)
{
    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}

/// <summary>HTTP/1.1 over a socket with nothing in between that would mend what is sent.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _from;
    private int _to;

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port));
        return connection;
    }

    /// <returns>Null when the server hung up without a word.</returns>
    public async Task<RawAnswer?> ExchangeAsync(HostileRequest request)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        try
        {
            await SendAsync(request.ToBytes(), patience.Token);
            if (request.IsLast)
            {
                _socket.Shutdown(SocketShutdown.Send);
            }
            return await ReadAnswerAsync(request.IsHead, patience.Token);
        }
        catch (Exception exception) when (exception is SocketException or EndOfStreamException)
        {
            return null;
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length; )
            {
                sent += await _socket.SendAsync(bytes.AsMemory(sent), cancellationToken);
            }
        }
        catch (SocketException)
        {
            // It has refused by now; what it said may still be read.
        }
    }

    private async Task<RawAnswer> ReadAnswerAsync(bool isHead, CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = int.Parse(
                (await ReadLineAsync(cancellationToken)).Split(' ')[1],
                CultureInfo.InvariantCulture
            );
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await ReadLineAsync(cancellationToken) is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                headers[line[..colon]] = line[(colon + 1)..].Trim();
            }
            if (status < 200)
            {
                continue;
            }
            var isStream = headers.GetValueOrDefault("Content-Type") == "text/event-stream";
            var isOpen = headers.GetValueOrDefault("Connection") != "close" && !isStream;
            var hasBody = !isHead && !isStream && status is not (204 or 304);
            return new RawAnswer(
                status,
                headers,
                hasBody ? await ReadBodyAsync(headers, cancellationToken) : "",
                isOpen
            );
        }
    }

    private async Task<string> ReadBodyAsync(Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        if (headers.TryGetValue("Content-Length", out var length))
        {
            return await ReadAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        }
        var body = new StringBuilder();
        if (headers.GetValueOrDefault("Transfer-Encoding") == "chunked")
        {
            while (true)
            {
                var size = int.Parse(
                    await ReadLineAsync(cancellationToken),
                    NumberStyles.HexNumber,
                    CultureInfo.InvariantCulture
                );
                body.Append(await ReadAsync(size, cancellationToken));
                await ReadLineAsync(cancellationToken);
                if (size == 0)
                {
                    break;
                }
            }
        }
        return body.ToString();
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            var next = (char)await ReadByteAsync(cancellationToken);
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }
            line.Append(next);
        }
    }

    private async Task<string> ReadAsync(int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = await ReadByteAsync(cancellationToken);
        }
        return Encoding.UTF8.GetString(bytes);
    }

    private async ValueTask<byte> ReadByteAsync(CancellationToken cancellationToken)
    {
        if (_from == _to)
        {
            (_from, _to) = (0, await _socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken));
            if (_to == 0)
            {
                throw new EndOfStreamException();
            }
        }
        return _buffer[_from++];
    }
}
