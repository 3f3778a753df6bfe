using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Cruddur.EndToEnd.Support;

/// <summary>The real server, started as a newcomer starts it: by <c>bin/run</c>, on a free port, in its own process.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ServerProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    /// <summary>Where it shows the mails that it does not send, with their key.</summary>
    public Uri Mails => new(MailsPattern().Match(Output).Groups["address"].Value);

    /// <summary>What it printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <param name="dataFolder">Kept when the process ends, so that it can be started on it again.</param>
    public static Task<ServerProcess> StartAsync(string dataFolder, params string[] arguments) =>
        StartAsync(dataFolder, new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    /// <param name="settings">Configuration that differs from the defaults, named as environment variables are.</param>
    public static async Task<ServerProcess> StartAsync(
        string dataFolder,
        IReadOnlyDictionary<string, string> settings,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, "bin", "run"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])["--port", "0", "--data", dataFolder, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }
        // What is beside it is as busy as this machine.
        foreach (
            var timeout in (string[])
                ["Storage__AttemptTimeout", "Directory__ConnectTimeout", "Directory__CommandTimeout"]
        )
        {
            start.Environment[timeout] = Patience.ForAll.ToString();
        }
        // Robots are quicker than people.
        start.Environment["RateLimits__Enabled"] = "false";
        // Most tests sign people up and go on; those of confirming say otherwise.
        start.Environment["Accounts__ConfirmEmail"] = "false";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }
        var server = new ServerProcess(new Process { StartInfo = start });
        var ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Read(ready);
        try
        {
            server.Address = await ready.Task.WaitAsync(Patience.ForAll);
        }
        catch (TimeoutException exception)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException($"The server did not start:\n{server.Output}", exception);
        }
        return server;
    }

    public HttpClient Client() => new() { BaseAddress = Address };

    /// <summary>Ends it at once, as a power cut of the process: <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and waits until it has, with all that it started.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience.ForAll);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }
        _process.Dispose();
    }

    private void Read(TaskCompletionSource<Uri> ready)
    {
        void OnLine(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
            {
                return;
            }
            lock (_output)
            {
                _output.AppendLine(line.Data);
            }
            if (ReadyPattern().Match(line.Data) is { Success: true } match)
            {
                ready.TrySetResult(new Uri(match.Groups["address"].Value));
            }
        }
        _process.OutputDataReceived += OnLine;
        _process.ErrorDataReceived += OnLine;
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) =>
            ready.TrySetException(new InvalidOperationException($"The server ended before it was ready:\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    [GeneratedRegex(@"Cruddur is ready at (?<address>http://127\.0\.0\.1:\d+)")]
    private static partial Regex ReadyPattern();

    [GeneratedRegex(@"shown at (?<address>http://127\.0\.0\.1:\d+/mails#key=[0-9a-f]+)")]
    private static partial Regex MailsPattern();
}
