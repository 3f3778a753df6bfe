using Cruddur.Cli.Terminals;
using Spectre.Console;

namespace Cruddur.Cli.Copy;

/// <summary>Draws how far a copy is, when somebody looks.</summary>
internal static class CopyProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static async Task ShowAsync(Terminal terminal, CopyCounts counts, Task copying)
    {
        if (!terminal.IsErrorInteractive)
        {
            return;
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        await console
            .Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn()
            )
            .StartAsync(async progress =>
            {
                var reading = progress.AddTask("count the source").IsIndeterminate();
                var writing = progress.AddTask("copy").IsIndeterminate();
                var comparing = progress.AddTask("verify").IsIndeterminate();
                while (!copying.IsCompleted)
                {
                    Draw();
                    // Ends early when the copy does; how it ended is looked at by who started it.
                    await Task.WhenAny(copying, Task.Delay(Interval, terminal.Time));
                }
                Draw();

                void Draw()
                {
                    reading.Description = $"count the source: {Wording.Of(counts.Read)}";
                    if (counts.Total is { } total)
                    {
                        Set(reading, counts.Read, total);
                        Set(writing, counts.Copied, total);
                        // Both sides are read.
                        Set(comparing, counts.Verified, 2 * total);
                    }
                }
            });
    }

    private static void Set(ProgressTask task, long value, long most)
    {
        task.IsIndeterminate = false;
        task.MaxValue = most;
        task.Value = value;
    }
}
