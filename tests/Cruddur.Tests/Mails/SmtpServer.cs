using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Cruddur.Tests.Mails;

/// <summary>A mail server of one connection after the other, as much of it as a client needs (RFC 5321).</summary>
/// <param name="refusal">What is answered to <c>RCPT TO</c>, when the address is refused.</param>
internal sealed class SmtpServer(string? refusal = null) : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whatever the client said, line by line.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>The mail that the client sent, as whoever gets it reads it.</summary>
    public MimeMessage Message()
    {
        // A line that begins with a dot was sent with one more (RFC 5321, 4.5.2).
        var lines = Heard
            .SkipWhile(line => line != "DATA")
            .Skip(1)
            .TakeWhile(line => line != ".")
            .Select(line => line.StartsWith('.') ? line[1..] : line);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n"));
        return MimeMessage.Load(stream);
    }

    public Task Serving { get; private set; } = Task.CompletedTask;

    public SmtpServer Start()
    {
        _listener.Start();
        Serving = ServeAsync();
        return this;
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false))
        {
            NewLine = "\r\n",
            AutoFlush = true,
        };
        await writer.WriteLineAsync("220 test");
        var isData = false;
        while (await reader.ReadLineAsync() is { } line)
        {
            Heard.Add(line);
            if (isData)
            {
                isData = line != ".";
                if (!isData)
                {
                    await writer.WriteLineAsync("250 taken");
                }
                continue;
            }
            isData = line == "DATA";
            await writer.WriteLineAsync(AnswerTo(line));
            if (line == "QUIT")
            {
                return;
            }
        }
    }

    private string AnswerTo(string line) =>
        line switch
        {
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            _ when line.StartsWith("RCPT", StringComparison.Ordinal) && refusal is not null => refusal,
            _ => "250 fine",
        };
}
