using Cruddur.Cli.Terminals;
using Spectre.Console;

namespace Cruddur.Cli.Seed;

/// <summary>Draws how far seeding is, when it takes long and somebody looks.</summary>
internal static class SeedProgress
{
    private const int WorthDrawing = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static async Task ShowAsync(Terminal terminal, SeedPlan plan, SeedCounts counts, Task seeding)
    {
        if (!terminal.IsErrorInteractive || plan.MessageCount < WorthDrawing)
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
                var people = progress.AddTask("people", maxValue: plan.People.Count);
                var messages = progress.AddTask("messages", maxValue: plan.MessageCount);
                while (!seeding.IsCompleted)
                {
                    people.Value = counts.People;
                    messages.Value = counts.Messages;
                    // Ends early when the seeding does; how it ended is looked at by who started it.
                    await Task.WhenAny(seeding, Task.Delay(Interval, terminal.Time));
                }
                people.Value = counts.People;
                messages.Value = counts.Messages;
            });
    }
}
