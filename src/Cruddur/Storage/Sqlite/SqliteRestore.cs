using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Storage.Sqlite;

/// <summary>Makes a database of a backup, where there is none.</summary>
public sealed class SqliteRestore(string file, string database, TimeProvider time)
{
    private readonly string _file = Path.GetFullPath(file);
    private readonly string _database = Path.GetFullPath(database);

    // A server knows it by no name that it looks for, so none starts on what a crash left.
    private string PartPath => _database + ".restoring";

    /// <param name="prepare">What is to be otherwise than in the backup; done before anybody can open it.</param>
    /// <exception cref="StorageException">Nothing was restored; the message says why.</exception>
    public async Task<SqliteCopySummary> RunAsync(
        Func<ITable, CancellationToken, Task> prepare,
        CancellationToken cancellationToken
    )
    {
        if (!File.Exists(_file))
        {
            throw new StorageException(StorageFault.Configuration, $"There is no backup {_file}.");
        }
        RequireNoDatabase();
        var folder = Path.GetDirectoryName(_database)!;
        SqliteTableOpener.MakeFolder(folder);
        using var fileLock = SqliteFileLock.Take(_database);
        // A server may have made one since.
        RequireNoDatabase();
        SqliteFileCopy.Remove(PartPath);
        try
        {
            var copy = await Task.Run(
                () => SqliteFileCopy.Write(_file, PartPath, cancellationToken),
                cancellationToken
            );
            await PrepareAsync(prepare, cancellationToken);
            RequireOneFile();
            DurableFile.Publish(PartPath, _database);
            return copy with { Path = _database, SchemaVersion = SqliteSchema.NewestVersion };
        }
        finally
        {
            SqliteFileCopy.Remove(PartPath);
            File.Delete(PartPath + ".lock");
        }
    }

    // Through the engine, which brings an older backup to its schema and leaves one file when it closes.
    private async Task PrepareAsync(Func<ITable, CancellationToken, Task> prepare, CancellationToken cancellationToken)
    {
        await using var table = await SqliteTable.OpenAsync(
            new SqliteTableOptions { Path = PartPath },
            time,
            NullLogger.Instance,
            cancellationToken
        );
        await prepare(table, cancellationToken);
    }

    // What is in the log alone would be lost with its name.
    private void RequireOneFile()
    {
        if (new FileInfo(PartPath + "-wal") is { Exists: true, Length: > 0 })
        {
            throw new StorageException(
                StorageFault.Unavailable,
                $"{PartPath}: its log could not be moved into it. Check that the disk has room, then restore again."
            );
        }
    }

    // A log that was left without its database is as bad: SQLite would write it over the restored one.
    private void RequireNoDatabase()
    {
        foreach (var path in (string[])[_database, _database + "-wal", _database + "-journal", _database + "-shm"])
        {
            if (Path.Exists(path))
            {
                throw new StorageException(
                    StorageFault.Configuration,
                    $"There is a {path} already, and nothing is written over. Stop the server, and move {_database} and what begins "
                        + "with its name away; or restore into another folder with --data DIR."
                );
            }
        }
    }
}
