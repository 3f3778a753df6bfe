using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cli;

/// <summary><c>cruddur serve --demo</c>, run in this process until it is told to stop.</summary>
internal sealed partial class ServeRun : IAsyncDisposable
{
    private readonly AwaitableWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken
    );
    private readonly Terminal _terminal;
    private Task<int> _command = Task.FromResult(ExitCode.Failed);

    private ServeRun() =>
        _terminal = new Terminal(TextWriter.Synchronized(_output), _error, false, TimeProvider.System);

    public string Output => _output.ToString();

    /// <summary>When it is ready.</summary>
    public static async Task<ServeRun> StartAsync(params string[] options)
    {
        var run = new ServeRun();
        run._command = CommandRunner.RunAsync(
            ["serve", "--demo", "--port", "0", "--Logging:LogLevel:Default=None", .. options],
            run._terminal,
            run._stop.Token
        );
        // The last that it prints.
        await Task.WhenAny(run._command, run._output.Contains("/mails#key="));
        Assert.False(run._command.IsCompleted, run._error.ToString());
        return run;
    }

    public async Task<HttpClient> SignedInAsync(string login, string password)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address().Match(Output).Value) };
        var token = await client.PostForJsonAsync("/api/tokens", new { login, password });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            token.GetProperty("access_token").GetString()
        );
        return client;
    }

    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _command;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _terminal.Dispose();
        _stop.Dispose();
        await _output.DisposeAsync();
        await _error.DisposeAsync();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+")]
    private static partial Regex Address();

    /// <summary>Tells when something was written.</summary>
    private sealed class AwaitableWriter : StringWriter
    {
        private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

        public Task Contains(string text)
        {
            lock (_awaited)
            {
                var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _awaited.Add((text, seen));
                Check();
                return seen.Task;
            }
        }

        public override void Flush()
        {
            lock (_awaited)
            {
                Check();
            }
        }

        private void Check()
        {
            foreach (
                var (text, seen) in _awaited.Where(awaited =>
                    ToString().Contains(awaited.Text, StringComparison.Ordinal)
                )
            )
            {
                seen.TrySetResult();
            }
        }
    }
}
