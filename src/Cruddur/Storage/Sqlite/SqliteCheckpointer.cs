using SQLitePCL;

namespace Cruddur.Storage.Sqlite;

/// <summary>
/// Keeps the write-ahead log short. SQLite's own automatic checkpoint does the same but keeps its failures to itself.
/// </summary>
internal sealed class SqliteCheckpointer(SqliteConnection connection, SqliteTableOptions options)
{
    private static readonly TimeSpan WaitForReaders = TimeSpan.FromMilliseconds(200);

    private readonly int _large = 8 * options.CheckpointPages;
    private int _insistAt = 8 * options.CheckpointPages;
    private int _pages;
    private volatile bool _logIsLarge;

    /// <summary>Reads, most likely another program's, keep the log from being emptied.</summary>
    public bool LogIsLarge => _logIsLarge;

    /// <returns>Whether there was one to do.</returns>
    public bool RunWhenDue()
    {
        _pages += connection.TakePagesWritten();
        if (_pages < options.CheckpointPages)
        {
            return false;
        }
        _pages = 0;
        var (_, logPages) = connection.Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);
        if (logPages >= _insistAt)
        {
            logPages = Insist(logPages);
        }
        else if (logPages < _large)
        {
            _insistAt = _large;
        }
        _logIsLarge = logPages >= _large;
        return true;
    }

    /// <summary>Moves all of the log into the database and empties it, waiting for reads.</summary>
    /// <returns>Whether that was possible.</returns>
    public bool Empty() => connection.Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE).Complete;

    // Always some read or other in the log, and it never begins anew: hold the next ones back for a moment. One that
    // stays is insisted on again only when the log has doubled, for all writes wait meanwhile.
    private int Insist(int logPages)
    {
        connection.SetBusyTimeout(WaitForReaders);
        try
        {
            if (connection.Checkpoint(raw.SQLITE_CHECKPOINT_RESTART).Complete)
            {
                _insistAt = _large;
                return 0;
            }
            _insistAt = 2 * logPages;
            return logPages;
        }
        finally
        {
            connection.SetBusyTimeout(options.BusyTimeout);
        }
    }
}
