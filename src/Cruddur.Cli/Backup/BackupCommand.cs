using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Cli.Backup;

/// <summary><c>cruddur backup</c>: one state of a folder's database, in one file.</summary>
internal static class BackupCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The backup; there must be none of that name." };
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new CruddurCommand(
            "backup",
            "Write one state of the database into a file, and verify it. Works beside a running server."
        )
        {
            Notes =
            {
                "FILE has all that was acknowledged before it began. It is there when it is whole and verified, and readable by you\n"
                    + "alone: it holds messages, addresses and password hashes. Not in it are the keys of cookies and access tokens\n"
                    + "(the folder 'keys'): without them everybody signs in again. A table in DynamoDB has its own backups.",
            },
            Examples = { ("cruddur backup /backups/cruddur-$(date +%F).db", "one a day") },
        };
        command.Add(file);
        command.Add(data);
        command.Add(json);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var folder = DataFolder.FindExisting(parsed.GetValue(data));
                var backup = new SqliteBackup(folder.DatabasePath, parsed.GetValue(file)!);
                return RunAsync(terminal, backup, parsed.GetValue(json), cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal,
        SqliteBackup backup,
        bool json,
        CancellationToken cancellationToken
    )
    {
        var start = terminal.Time.GetTimestamp();
        var running = backup.RunAsync(cancellationToken);
        await WorkProgress.ShowBarsAsync(
            terminal,
            running,
            bars =>
            {
                var copying = bars.AddTask("copy and verify", maxValue: Math.Max(backup.Expected, 1));
                return () => copying.Value = running.IsCompletedSuccessfully ? copying.MaxValue : backup.Written;
            }
        );
        try
        {
            CopySummary.Print(terminal, await running, terminal.Time.GetElapsedTime(start), json);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("Stopped before the end: there is no backup.");
            return ExitCode.Failed;
        }
        terminal.Error.WriteLine(
            "The backup is verified. It has no keys of cookies and tokens: the folder 'keys' has."
        );
        return ExitCode.Done;
    }
}
