using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Cruddur.Proof.BlackBox;

/// <summary>A program that runs beside this one, and never longer than it is wanted.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    // Of Linux on x64 and arm64 (signal(7)).
    private const int Continue = 18;
    private const int Stop = 19;

    // Ctrl+C goes to all programs of the terminal's session; this one decides what becomes of its children.
    private const string OwnSession = "/usr/bin/setsid";

    private static readonly ConcurrentDictionary<Process, bool> Living = EndingWithThis();

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(string program, ProcessStartInfo start, string readyWords)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        void Read(string? line)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }
            if (line?.Contains(readyWords, StringComparison.Ordinal) == true)
            {
                _ready.TrySetResult();
            }
        }
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) =>
            _ready.TrySetException(new InvalidOperationException($"{program} ended at once:\n{Output}"));
        _process.Start();
        Living[_process] = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <param name="readyWords">It says these when it is ready.</param>
    public static async Task<ChildProcess> StartAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string readyWords
    )
    {
        var hasSessions = File.Exists(OwnSession);
        var start = new ProcessStartInfo(
            hasSessions ? OwnSession : program,
            hasSessions ? [program, .. arguments] : arguments
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        var child = new ChildProcess(program, start, readyWords);
        try
        {
            await child._ready.Task.WaitAsync(StartPatience);
            return child;
        }
        catch (TimeoutException exception)
        {
            await child.DisposeAsync();
            throw new InvalidOperationException($"{program} does not get ready:\n{child.Output}", exception);
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>It does not run, and does not know.</summary>
    public void Pause() => Signal(Stop);

    public void Resume() => Signal(Continue);

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }
        Living.TryRemove(_process, out _);
        _process.Dispose();
    }

    private static ConcurrentDictionary<Process, bool> EndingWithThis()
    {
        var living = new ConcurrentDictionary<Process, bool>();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            foreach (var process in living.Keys)
            {
                process.Kill();
            }
        };
        return living;
    }

    private void Signal(int signal)
    {
        if (Kill(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"kill({signal}) failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
