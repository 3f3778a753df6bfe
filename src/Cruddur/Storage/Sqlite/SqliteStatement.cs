using System.Text;
using SQLitePCL;

namespace Cruddur.Storage.Sqlite;

/// <summary>A prepared statement. Parameters count from 1, columns from 0.</summary>
internal sealed class SqliteStatement(SqliteConnection connection, sqlite3_stmt handle) : IDisposable
{
    /// <summary>Binds text that is UTF-8 already; it is copied. Not checked: a bound of a range need not be valid.</summary>
    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> utf8)
    {
        connection.Check(raw.sqlite3_bind_text(handle, parameter, utf8));
        return this;
    }

    public SqliteStatement Bind(int parameter, long number)
    {
        connection.Check(raw.sqlite3_bind_int64(handle, parameter, number));
        return this;
    }

    public SqliteStatement BindNull(int parameter)
    {
        connection.Check(raw.sqlite3_bind_null(handle, parameter));
        return this;
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Step() =>
        raw.sqlite3_step(handle) switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            var code => throw connection.Failure(code),
        };

    /// <summary>Runs a statement that has no rows, and makes it ready for the next time.</summary>
    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Ends the statement, and with it the snapshot it reads; its parameters stay bound.</summary>
    // The code returned repeats what the last step said, which was thrown already.
    public void Reset() => _ = raw.sqlite3_reset(handle);

    /// <summary>The bytes of a text, good until the next step.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public void Dispose() => handle.Dispose();
}
