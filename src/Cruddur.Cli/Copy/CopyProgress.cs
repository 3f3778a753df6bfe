using Cruddur.Cli.Terminals;
using Spectre.Console;

namespace Cruddur.Cli.Copy;

/// <summary>The bars of a copy.</summary>
internal static class CopyProgress
{
    public static Task ShowAsync(Terminal terminal, CopyCounts counts, Task copying) =>
        WorkProgress.ShowBarsAsync(
            terminal,
            copying,
            bars =>
            {
                var reading = bars.AddTask("count the source").IsIndeterminate();
                var writing = bars.AddTask("copy").IsIndeterminate();
                var comparing = bars.AddTask("verify").IsIndeterminate();
                return () =>
                {
                    reading.Description = $"count the source: {Wording.Of(counts.Read)}";
                    if (counts.Total is { } total)
                    {
                        Set(reading, counts.Read, total);
                        Set(writing, counts.Copied, total);
                        // Both sides are read.
                        Set(comparing, counts.Verified, 2 * total);
                    }
                };
            }
        );

    private static void Set(ProgressTask task, long value, long most)
    {
        task.IsIndeterminate = false;
        task.MaxValue = most;
        task.Value = value;
    }
}
