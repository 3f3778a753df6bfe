using Cruddur.Postgres.Schema;
using Cruddur.Storage;
using Npgsql;

namespace Cruddur.Postgres;

/// <summary>
/// A database and the connections to it. What cannot be answered is a <see cref="StorageException"/>; what a statement is
/// refused for (a constraint) is Npgsql's exception, for the caller to know.
/// </summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private const int OldestServer = 13;
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _source;

    private PostgresDatabase(PostgresSettings settings)
    {
        Address = settings.Address;
        _source = NpgsqlDataSource.Create(settings.ConnectionString);
    }

    public PostgresAddress Address { get; }

    /// <summary>Without looking whether it is there.</summary>
    public static PostgresDatabase To(PostgresSettings settings) => new(settings);

    /// <summary>For a server: refuses what it could not work with, before anything listens.</summary>
    /// <exception cref="StorageException">
    /// It cannot be reached, does not let the user in, is not there, or has not the schema of this version; the message says
    /// what to do.
    /// </exception>
    public static async Task<PostgresDatabase> OpenAsync(PostgresSettings settings, CancellationToken cancellationToken)
    {
        var database = new PostgresDatabase(settings);
        try
        {
            await database.RequireServerAsync(cancellationToken);
            var schema = await new SchemaMigrations(database).ReadAsync(cancellationToken);
            return schema.Problem is { } problem
                ? throw new StorageException(StorageFault.Configuration, $"{Capital(settings.Address.Name)} {problem}")
                : database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Whether it answers now, within two seconds.</summary>
    public async Task<bool> CanAnswerAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ProbePatience);
        try
        {
            return await ReadAsync(
                async (connection, token) =>
                {
                    await using var command = connection.CommandOf("SELECT 1");
                    return await command.ExecuteScalarAsync(token) is not null;
                },
                patience.Token
            );
        }
        catch (StorageException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>
    /// Reads, on another connection once more when the first breaks: those of the pool are all dead after a restart of
    /// Postgres, and nobody knows before one is used.
    /// </summary>
    internal async Task<T> ReadAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await UseAsync(read, StorageFault.Unavailable, cancellationToken);
        }
        catch (StorageException exception) when (PostgresFaults.IsCut(exception.InnerException))
        {
            return await UseAsync(read, StorageFault.Unavailable, cancellationToken);
        }
    }

    /// <summary>Changes something. When the connection breaks, whether it happened is not known.</summary>
    internal Task<T> WriteAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> write,
        CancellationToken cancellationToken
    ) => UseAsync(write, StorageFault.OutcomeUnknown, cancellationToken);

    private async Task<T> UseAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> use,
        StorageFault whenCut,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await ConnectAsync(cancellationToken);
        try
        {
            return await use(connection, cancellationToken);
        }
        catch (Exception exception) when (PostgresFaults.IsFault(exception))
        {
            throw PostgresFaults.Of(exception, Address, whenCut);
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancellationToken);
        }
        catch (Exception exception) when (PostgresFaults.IsFault(exception))
        {
            throw PostgresFaults.Of(exception, Address, StorageFault.Unavailable);
        }
    }

    private async Task RequireServerAsync(CancellationToken cancellationToken)
    {
        var (version, encoding) = await ReadAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf("SHOW server_encoding");
                return (connection.PostgreSqlVersion, (string)(await command.ExecuteScalarAsync(token))!);
            },
            cancellationToken
        );
        if (version.Major < OldestServer)
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"Postgres at {Address.Place} is of version {version}; {OldestServer} or newer is needed."
            );
        }
        if (encoding != "UTF8")
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"{Capital(Address.Name)} keeps text as {encoding}, in which not every name can be written. Make one in UTF8: "
                    + "'cruddur db create' does."
            );
        }
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
