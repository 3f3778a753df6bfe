using System.Text;
using SQLitePCL;

namespace Cruddur.Storage.Sqlite;

/// <summary>
/// One connection, used by one thread at a time. On SQLite's own interface and not on ADO.NET: bytes go in and out
/// without a string between, statements stay prepared, and result codes are seen whole.
/// </summary>
internal sealed class SqliteConnection : IDisposable
{
    private const int OpenReadOnly = 0x1;
    private const int OpenReadWrite = 0x2;
    private const int OpenCreate = 0x4;
    private const int OpenNoMutex = 0x8000;
    private const int ConfigNoCheckpointOnClose = 1006;
    private const int StatusPagesWritten = 9;

    private readonly sqlite3 _handle;
    private readonly List<SqliteStatement> _statements = [];

    private SqliteConnection(sqlite3 handle) => _handle = handle;

    /// <exception cref="SqliteFailure">The file cannot be opened.</exception>
    /// <param name="virtualFileSystem">See <see cref="SqliteHooks.VirtualFileSystem"/>.</param>
    public static SqliteConnection Open(
        string path,
        bool readOnly,
        TimeSpan busyTimeout,
        string? virtualFileSystem = null
    )
    {
        var flags = OpenNoMutex | (readOnly ? OpenReadOnly : OpenReadWrite | OpenCreate);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, virtualFileSystem);
        var connection = new SqliteConnection(handle);
        try
        {
            connection.Check(code);
            connection.Check(raw.sqlite3_extended_result_codes(handle, 1));
            connection.SetBusyTimeout(busyTimeout);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Prepares a statement that lives as long as the connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle));
        var statement = new SqliteStatement(this, handle);
        _statements.Add(statement);
        return statement;
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>The first column of the first row, or null when there is no row.</summary>
    public string? Text(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle));
        using var statement = new SqliteStatement(this, handle);
        return statement.Step() ? statement.Text(0) : null;
    }

    /// <inheritdoc cref="Text"/>
    public long? Number(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle));
        using var statement = new SqliteStatement(this, handle);
        return statement.Step() ? statement.Number(0) : null;
    }

    /// <summary>Rows that the statement just run inserted, changed or deleted.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    public long LastInsertedRowId => raw.sqlite3_last_insert_rowid(_handle);

    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>How long a lock of another connection is waited for.</summary>
    public void SetBusyTimeout(TimeSpan timeout) =>
        Check(raw.sqlite3_busy_timeout(_handle, (int)timeout.TotalMilliseconds));

    /// <summary>Writes all that this connection sees, in one state, into a file that is empty.</summary>
    public void CopyInto(string path)
    {
        Check(raw.sqlite3_prepare_v2(_handle, "VACUUM INTO ?", out var handle));
        using var statement = new SqliteStatement(this, handle);
        statement.Bind(1, Encoding.UTF8.GetBytes(path)).Step();
    }

    /// <summary>Makes the statement that runs fail. For any thread.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_handle);

    /// <summary>Pages written to the write-ahead log since this was last asked.</summary>
    public int TakePagesWritten()
    {
        Check(raw.sqlite3_db_status(_handle, StatusPagesWritten, out var pages, out _, 1));
        return pages;
    }

    /// <param name="mode">One of <c>raw.SQLITE_CHECKPOINT_*</c>.</param>
    /// <returns>Whether it ran to its end, and the pages that are in the log now.</returns>
    public (bool Complete, int LogPages) Checkpoint(int mode)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, null, mode, out var logPages, out var moved);
        if ((code & 0xFF) is not raw.SQLITE_BUSY)
        {
            Check(code);
        }
        return (code == raw.SQLITE_OK && moved == logPages, logPages);
    }

    /// <summary>Leaves the write-ahead log as it is when the connection is closed.</summary>
    /// <returns>Whether that worked; if not, do not close.</returns>
    public bool DisableCheckpointOnClose() =>
        raw.sqlite3_db_config(_handle, ConfigNoCheckpointOnClose, 1, out var on) == raw.SQLITE_OK && on == 1;

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code);
        }
    }

    public SqliteFailure Failure(int code) =>
        _handle is null or { IsInvalid: true }
            ? new SqliteFailure(code, raw.sqlite3_errstr(code).utf8_to_string())
            : new SqliteFailure(raw.sqlite3_extended_errcode(_handle), raw.sqlite3_errmsg(_handle).utf8_to_string());

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }
        _handle?.Dispose();
    }
}
