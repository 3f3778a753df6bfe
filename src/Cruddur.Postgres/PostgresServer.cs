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

    /// <summary>An empty one, in UTF-8 whatever the server's locale is.</summary>
    /// <returns>False when it was there already.</returns>
    public async Task<bool> CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ExecuteAsync(
                $"CREATE DATABASE {Sql.Quoted(_address.Database)} ENCODING 'UTF8' TEMPLATE template0",
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
                    SELECT pid, coalesce(usename, ''), coalesce(application_name, ''), coalesce(host(client_addr), 'socket'),
                        coalesce(state, ''), backend_start
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
                            reader.GetString(2),
                            reader.GetString(3),
                            reader.GetString(4),
                            reader.GetFieldValue<DateTimeOffset>(5)
                        )
                    );
                }
                return sessions;
            },
            cancellationToken
        );

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

/// <summary>A connection to a database. Without what it asks, which may have names and addresses in it.</summary>
/// <param name="State">Postgres' word: <c>active</c>, <c>idle</c>, ….</param>
public sealed record PostgresSession(
    int Pid,
    string User,
    string Application,
    string Client,
    string State,
    DateTimeOffset Since
);
