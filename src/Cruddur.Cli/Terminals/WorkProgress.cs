using Spectre.Console;

namespace Cruddur.Cli.Terminals;

/// <summary>Draws how far some work is, when somebody looks. How it ended is looked at by who started it.</summary>
internal static class WorkProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <param name="addBars">Adds the bars, and gives what brings them up to date.</param>
    public static async Task ShowBarsAsync(Terminal terminal, Task work, Func<ProgressContext, Action> addBars)
    {
        if (terminal.IsErrorInteractive)
        {
            await ConsoleOf(terminal)
                .Progress()
                .Columns(
                    new TaskDescriptionColumn(),
                    new ProgressBarColumn(),
                    new PercentageColumn(),
                    new RemainingTimeColumn()
                )
                .StartAsync(progress => DrawAsync(terminal, work, addBars(progress)));
        }
    }

    /// <summary>For work of which nobody knows how much there is.</summary>
    public static async Task ShowLineAsync(Terminal terminal, Task work, Func<string> line)
    {
        if (terminal.IsErrorInteractive)
        {
            await ConsoleOf(terminal)
                .Status()
                .StartAsync(line(), status => DrawAsync(terminal, work, () => status.Status = line()));
        }
    }

    private static async Task DrawAsync(Terminal terminal, Task work, Action draw)
    {
        while (!work.IsCompleted)
        {
            draw();
            await Task.WhenAny(work, Task.Delay(Interval, terminal.Time));
        }
        draw();
    }

    private static IAnsiConsole ConsoleOf(Terminal terminal) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
}
