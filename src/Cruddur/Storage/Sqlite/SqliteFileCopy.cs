using SQLitePCL;

namespace Cruddur.Storage.Sqlite;

/// <summary>What a verified copy of a database has.</summary>
/// <param name="Bytes">Of the file.</param>
public sealed record SqliteCopySummary(string Path, long Items, long Bytes, int SchemaVersion);

/// <summary>
/// Copies a database of ours, whoever writes to it meanwhile, and looks at the copy before anybody relies on it. By
/// <c>VACUUM INTO</c> (docs/decisions/0013): one statement, so one state.
/// </summary>
internal static class SqliteFileCopy
{
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(5);

    /// <param name="to">A file that is not there yet. When it fails, it is not there either.</param>
    /// <exception cref="StorageException">The source is damaged or not ours, or the copy cannot be written.</exception>
    public static SqliteCopySummary Write(string from, string to, CancellationToken cancellationToken)
    {
        _ = SqliteNativeLibrary.Version;
        Make(to);
        try
        {
            Copy(from, to, cancellationToken);
            return Verify(to, from);
        }
        catch
        {
            Remove(to);
            throw;
        }
    }

    /// <summary>The file, and what SQLite puts beside it.</summary>
    public static void Remove(string path)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm", "-journal"])
        {
            File.Delete(path + suffix);
        }
    }

    private static void Make(string path)
    {
        try
        {
            DurableFile.Make(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"{path} cannot be written: {exception.Message} Its folder must be there, have room, and be writable for the "
                    + "user that runs this.",
                exception
            );
        }
    }

    private static void Copy(string from, string to, CancellationToken cancellationToken)
    {
        try
        {
            using var source = SqliteConnection.Open(from, readOnly: true, BusyTimeout);
            if (SqliteSchema.VersionOf(source, from) == 0)
            {
                throw new StorageException(StorageFault.Damaged, $"{from} is empty: there is no table in it.");
            }
            using var interruption = cancellationToken.Register(source.Interrupt);
            source.CopyInto(to);
            // An interruption before it began had no effect.
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (SqliteFailure failure) when (failure.Code == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(failure.Message, failure, cancellationToken);
        }
        catch (SqliteFailure failure)
        {
            throw SqliteFaults.Of(failure, failure.Code == raw.SQLITE_FULL ? to : from);
        }
    }

    // Also a damaged source shows here: what was out of order in it is out of order in the copy.
    private static SqliteCopySummary Verify(string path, string source)
    {
        try
        {
            using var copy = SqliteConnection.Open(path, readOnly: true, BusyTimeout);
            var version = SqliteSchema.VersionOf(copy, path);
            if (copy.Text("PRAGMA integrity_check(1)") is var found && found != "ok")
            {
                throw new StorageException(
                    StorageFault.Damaged,
                    $"The copy of {source} is not in order: {found}. Check {source} with 'sqlite3 FILE \"PRAGMA integrity_check\"', "
                        + "and the disk of the copy."
                );
            }
            var items = copy.Number("SELECT count(*) FROM items")!.Value;
            return new SqliteCopySummary(path, items, new FileInfo(path).Length, version);
        }
        catch (SqliteFailure failure)
        {
            throw SqliteFaults.Of(failure, path);
        }
    }
}
