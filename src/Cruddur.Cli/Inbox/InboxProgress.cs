using Cruddur.Cli.Terminals;
using Spectre.Console;

namespace Cruddur.Cli.Inbox;

/// <summary>Draws how far an examination is, when somebody looks.</summary>
internal static class InboxProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static async Task ShowAsync(Terminal terminal, InboxReport report, Task examination)
    {
        if (!terminal.IsErrorInteractive)
        {
            return;
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        await console
            .Status()
            .StartAsync(
                "comparing",
                async status =>
                {
                    while (!examination.IsCompleted)
                    {
                        status.Status = $"{Wording.Of(report.Rows)} rows compared, {Wording.Of(report.Found)} differ";
                        // How it ended is looked at by who started it.
                        await Task.WhenAny(examination, Task.Delay(Interval, terminal.Time));
                    }
                }
            );
    }
}
