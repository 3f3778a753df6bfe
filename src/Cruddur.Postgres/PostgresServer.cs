using Cruddur.Storage;
using Npgsql;

namespace Cruddur.Postgres;

/// <summary>Makes and drops a database, and looks who uses it: from the server's own database <c>postgres</c>.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string OwnDatabase = "postgres";

    private readonly PostgresAddress _address;
    private readonly PostgresDatabase _own;

    /// <param name="address">Of the database that this is about.</param>
    public PostgresServer(PostgresAddress address)
    {
        _address = address;
        _own = PostgresDatabase.To(new PostgresSettings(address.WithDatabase(OwnDatabase)) { MaxPoolSize = 1 });
    }

    public ValueTask DisposeAsync() => _own.DisposeAsync();

    public Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        _own.ReadAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf(
                    "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)",
                    _address.Database
                );
                return (bool)(await command.ExecuteScalarAsync(token))!;
            },
            cancellationToken
        );

    /// <summary>An empty one, in UTF-8 whatever the server's locale is: that of a server in LATIN1 would not go with it.</summary>
    /// <returns>False when it was there already.</returns>
    public async Task<bool> CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ExecuteAsync(
                $"""
                CREATE DATABASE {Sql.Quoted(_address.Database)} TEMPLATE template0
                    ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'
                """,
                cancellationToken
            );
        }
        catch (PostgresException exception)
            when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    /// <param name="force">Ends the sessions of those who use it.</param>
    public async Task<DropDatabaseResult> DropAsync(bool force, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(
                $"DROP DATABASE {Sql.Quoted(_address.Database)}{(force ? " WITH (FORCE)" : "")}",
                cancellationToken
            );
            return DropDatabaseResult.Dropped;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ObjectInUse)
        {
            return DropDatabaseResult.InUse;
        }
        catch (StorageException exception)
            when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName })
        {
            return DropDatabaseResult.NoSuchDatabase;
        }
    }

    /// <summary>Who is connected to the database, the oldest first; not this one.</summary>
    public Task<IReadOnlyList<PostgresSession>> SessionsAsync(CancellationToken cancellationToken) =>
        _own.ReadAsync<IReadOnlyList<PostgresSession>>(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf(
                    """
                    SELECT pid, coalesce(usename, ''), application_name, state, backend_start,
                        CASE WHEN backend_start IS NOT NULL THEN coalesce(host(client_addr), 'socket') END
                    FROM pg_stat_activity
                    WHERE datname = $1
                    ORDER BY backend_start, pid
                    """,
                    _address.Database
                );
                var sessions = new List<PostgresSession>();
                await using var reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    sessions.Add(
                        new PostgresSession(
                            reader.GetInt32(0),
                            reader.GetString(1),
                            TextOrNull(reader, 2),
                            TextOrNull(reader, 5),
                            TextOrNull(reader, 3),
                            reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4)
                        )
                    );
                }
                return sessions;
            },
            cancellationToken
        );

    private static string? TextOrNull(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private Task<bool> ExecuteAsync(string statement, CancellationToken cancellationToken) =>
        _own.WriteAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf(statement);
                // Copying a template and waiting for a checkpoint take their time.
                command.CommandTimeout = 0;
                await command.ExecuteNonQueryAsync(token);
                return true;
            },
            cancellationToken
        );
}

/// <summary>How dropping a database ended.</summary>
public enum DropDatabaseResult
{
    Dropped,
    NoSuchDatabase,

    /// <summary>Somebody is connected to it.</summary>
    InUse,
}

/// <summary>
/// A connection to a database. Without what it asks, which may have names and addresses in it. Postgres shows all of it to
/// superusers and members of <c>pg_monitor</c> or <c>pg_read_all_stats</c>; to others only of their own sessions.
/// </summary>
/// <param name="Client">An address, or <c>socket</c>; null where it is not shown.</param>
/// <param name="State">Postgres' word: <c>active</c>, <c>idle</c>, ….</param>
/// <param name="Since">Null where it is not shown.</param>
public sealed record PostgresSession(
    int Pid,
    string User,
    string? Application,
    string? Client,
    string? State,
    DateTimeOffset? Since
);
