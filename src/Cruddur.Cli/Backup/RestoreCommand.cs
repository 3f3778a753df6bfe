using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Live;
using Cruddur.Runtime;
using Cruddur.Server.Storage;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Cli.Backup;

/// <summary><c>cruddur restore</c>: a folder's database from a backup, as a store of its own.</summary>
internal static class RestoreCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "What 'cruddur backup' wrote." };
        var (data, json) = (CommonOptions.Data(), CommonOptions.Json());
        var command = new CruddurCommand("restore", "Make the database of a folder from a backup, and verify it.")
        {
            Notes =
            {
                "The folder must have no database, and no server: nothing is written over. What was written after the backup is not\n"
                    + "in it; the store gets a new epoch, by which clients notice and load anew what they keep. The keys of cookies\n"
                    + "and access tokens (the folder 'keys') are not in a backup: without them everybody signs in again.",
            },
            Examples =
            {
                ("cruddur restore /backups/cruddur-2026-11-24.db --data data", "after the old data was moved away"),
            },
        };
        command.Add(file);
        command.Add(data);
        command.Add(json);
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    terminal,
                    parsed.GetValue(file)!,
                    DataFolder.Find(parsed.GetValue(data)),
                    parsed.GetValue(json),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal,
        string file,
        StorageOptions folder,
        bool json,
        CancellationToken cancellationToken
    )
    {
        var start = terminal.Time.GetTimestamp();
        var restore = new SqliteRestore(file, folder.DatabasePath, terminal.Time);
        var uuids = new UuidSource(terminal.Time);
        try
        {
            var restored = await restore.RunAsync(
                (table, cancellation) => new StoreEpoch(table, uuids).RenewAsync(cancellation),
                cancellationToken
            );
            CopySummary.Print(terminal, restored, terminal.Time.GetElapsedTime(start), json);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("Stopped before the end: nothing is restored.");
            return ExitCode.Failed;
        }
        terminal.Error.WriteLine(
            $"The database is restored, with a new epoch. {KeysOf(folder)} Start the server: clients load anew what they keep."
        );
        return ExitCode.Done;
    }

    private static string KeysOf(StorageOptions folder) =>
        Directory.Exists(folder.KeysFolder)
            ? $"The keys of cookies and tokens in {folder.KeysFolder} stay as they are."
            : $"There is no {folder.KeysFolder}, which is in no backup: everybody signs in again.";
}
