using SQLitePCL;

namespace Cruddur.Storage.Sqlite;

/// <summary>SQLite refused a call. Never leaves the engine: see <see cref="SqliteFaults"/>.</summary>
/// <param name="extendedCode">SQLite's extended result code (https://www.sqlite.org/rescode.html).</param>
internal sealed class SqliteFailure(int extendedCode, string message) : Exception(message)
{
    public int ExtendedCode { get; } = extendedCode;

    public int Code => ExtendedCode & 0xFF;
}

/// <summary>What SQLite's result codes mean for a caller and for an operator.</summary>
internal static class SqliteFaults
{
    /// <summary>A failure that says nothing for or against what the file holds, but ends this request.</summary>
    /// <param name="opening">While the file is being opened: then there is no server yet that goes on.</param>
    public static StorageException Of(SqliteFailure failure, string path, bool opening = false)
    {
        var (fault, advice) = failure.Code switch
        {
            raw.SQLITE_FULL => (
                StorageFault.Full,
                $"The disk is full: make room{(opening ? ", then start again" : "; no restart is needed")}."
            ),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => (
                StorageFault.Damaged,
                "It is not a database of SQLite or it is damaged: move it away and restore a backup."
            ),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => (
                StorageFault.Configuration,
                "The file and its folder must exist and be writable for the user that runs this."
            ),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (
                StorageFault.Unavailable,
                "Another program holds a lock on it (a sqlite3 shell, a backup): end that program."
            ),
            raw.SQLITE_IOERR => (
                StorageFault.Unavailable,
                "The disk reported an error: look at the system's log (dmesg) and check the disk."
            ),
            raw.SQLITE_NOMEM => (StorageFault.Unavailable, "There is not enough memory."),
            _ => (StorageFault.Unavailable, "This is unexpected: please report it."),
        };
        return new StorageException(
            fault,
            $"{path}: {failure.Message} (SQLite code {failure.ExtendedCode}). {advice}",
            failure
        );
    }

    public static StorageException Of(DamagedItemException damaged, string path) =>
        new(StorageFault.Damaged, $"{path}: {damaged.Message} Restore it from a backup.", damaged);

    /// <summary>Whether the engine must not write to the file any more.</summary>
    public static bool EndsWriting(SqliteFailure failure) =>
        failure.Code is raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_READONLY;
}
