using Cruddur.Storage;
using Npgsql;

namespace Cruddur.Postgres.Schema;

/// <summary>Brings a database to the schema of this version.</summary>
public sealed class SchemaMigrations(PostgresDatabase database)
{
    // Of everybody who migrates a database one works and the others wait. The number is this program's, at random.
    internal const long LockKey = 7_362_913_482_501_764_221;

    public Task<SchemaState> ReadAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(ReadStateAsync, cancellationToken);

    /// <summary>Runs the steps that did not run yet: all of them or none.</summary>
    /// <returns>Those that ran.</returns>
    /// <exception cref="StorageException">The schema is newer or another, or a step failed; nothing was changed.</exception>
    public Task<IReadOnlyList<Migration>> MigrateAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                var ran = await MigrateAsync(connection, token);
                await transaction.CommitAsync(token);
                return ran;
            },
            cancellationToken
        );

    private async Task<IReadOnlyList<Migration>> MigrateAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock($1)", [LockKey], cancellationToken);
        await ExecuteAsync(connection, "SET LOCAL timezone = 'UTC'", [], cancellationToken);
        await ExecuteAsync(
            connection,
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                number integer PRIMARY KEY,
                name text NOT NULL,
                checksum text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """,
            [],
            cancellationToken
        );
        var state = await ReadStateAsync(connection, cancellationToken);
        if (state.Conflict is { } conflict)
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"Nothing was changed: {database.Address.Name} {conflict}"
            );
        }
        foreach (var migration in state.Missing)
        {
            await RunAsync(connection, migration, cancellationToken);
        }
        return state.Missing;
    }

    private async Task RunAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(connection, migration.Text, [], cancellationToken);
        }
        catch (PostgresException exception) when (IsOfTheData(exception))
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"Nothing was changed: {migration.Number:D4}_{migration.Name}.sql cannot run in {database.Address.Name}, as what is "
                    + $"there breaks a rule: {exception.MessageText}. Repair those rows, then run it again.",
                exception
            );
        }
        await ExecuteAsync(
            connection,
            "INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)",
            [migration.Number, migration.Name, migration.Checksum],
            cancellationToken
        );
    }

    // Two with one handle, a handle that breaks the rules, a post of nobody.
    private static bool IsOfTheData(PostgresException exception) =>
        exception.SqlState.StartsWith("23", StringComparison.Ordinal);

    private static async Task<SchemaState> ReadStateAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var applied = new Dictionary<int, string>();
        bool hasSteps,
            hasUsers;
        await using (
            var tables = connection.CommandOf(
                "SELECT to_regclass('schema_migrations') IS NOT NULL, to_regclass('users') IS NOT NULL"
            )
        )
        {
            await using var reader = await tables.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            (hasSteps, hasUsers) = (reader.GetBoolean(0), reader.GetBoolean(1));
        }
        if (hasSteps)
        {
            await using var steps = connection.CommandOf("SELECT number, checksum FROM schema_migrations");
            await using var reader = await steps.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                applied[reader.GetInt32(0)] = reader.GetString(1);
            }
        }
        return new SchemaState(applied, hasUsers);
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection,
        string text,
        object?[] values,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CommandOf(text, values);
        // Waiting for another who migrates, and building an index over many people, take their time.
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
