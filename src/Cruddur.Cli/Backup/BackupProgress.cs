using Cruddur.Cli.Terminals;
using Cruddur.Storage.Sqlite;
using Spectre.Console;

namespace Cruddur.Cli.Backup;

/// <summary>Draws how far a backup is, when somebody looks.</summary>
internal static class BackupProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static async Task ShowAsync(Terminal terminal, SqliteBackup backup, Task running)
    {
        if (!terminal.IsErrorInteractive)
        {
            return;
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        await console
            .Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async progress =>
            {
                var copying = progress.AddTask("copy and verify", maxValue: Math.Max(backup.Expected, 1));
                while (!running.IsCompleted)
                {
                    copying.Value = backup.Written;
                    // How it ended is looked at by who started it.
                    await Task.WhenAny(running, Task.Delay(Interval, terminal.Time));
                }
                copying.Value = running.IsCompletedSuccessfully ? copying.MaxValue : copying.Value;
            });
    }
}
