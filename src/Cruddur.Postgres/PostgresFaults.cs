using System.Net.Sockets;
using Cruddur.Storage;
using Npgsql;

namespace Cruddur.Postgres;

/// <summary>Makes of what Postgres and the way to it throw what the rest of the program knows, with words for an operator.</summary>
internal static class PostgresFaults
{
    public const string HowToName = "Directory:ConnectionString (or CONNECTION_URL)";

    /// <summary>Whether it is about the database and the way to it, and not a bug here.</summary>
    public static bool IsFault(Exception exception) =>
        exception switch
        {
            PostgresException postgres => FaultOf(postgres.SqlState) is not null,
            NpgsqlException or SocketException or IOException or TimeoutException => true,
            _ => false,
        };

    /// <summary>
    /// Whether the connection is gone, or the server just stopping or starting: another connection may do. Not when it is
    /// overloaded, or slow, which asking again makes worse.
    /// </summary>
    public static bool IsCut(Exception? exception) =>
        exception switch
        {
            PostgresException postgres => postgres.SqlState
                is PostgresErrorCodes.AdminShutdown
                    or PostgresErrorCodes.CrashShutdown
                    or PostgresErrorCodes.CannotConnectNow,
            NpgsqlException npgsql => npgsql.InnerException is IOException or SocketException,
            _ => exception is IOException or SocketException,
        };

    /// <param name="whenCut">What it is when no answer came: a command that was sent may have been obeyed.</param>
    public static StorageException Of(Exception exception, PostgresAddress address, StorageFault whenCut) =>
        exception is PostgresException postgres
            ? new StorageException(FaultOf(postgres.SqlState)!.Value, WordsFor(postgres, address), exception)
            : new StorageException(whenCut, WordsFor(exception, address), exception);

    private static string WordsFor(Exception exception, PostgresAddress address) =>
        IsOfPool(exception)
            ? $"All connections to {address.Name} were in use for as long as one waits for them. Allow more by "
                + "Directory:MaxPoolSize, if Postgres' max_connections does, or see what keeps them."
        : IsSlow(exception)
            ? $"Postgres at {address.Place} did not answer in time in the database {address.Database}. See what it is busy with "
                + "('cruddur db sessions'), or give it longer by Directory:CommandTimeout."
        : Unreachable(exception, address);

    // Npgsql has no type for it, only these words.
    private static bool IsOfPool(Exception exception) =>
        exception is NpgsqlException && exception.Message.Contains("pool has been exhausted", StringComparison.Ordinal);

    // Npgsql says of a connection that it failed to connect, and of an answer that it failed to read.
    private static bool IsSlow(Exception exception) =>
        exception is NpgsqlException { InnerException: TimeoutException }
        && !exception.Message.Contains("connect", StringComparison.OrdinalIgnoreCase);

    private static string Unreachable(Exception exception, PostgresAddress address) =>
        $"Postgres cannot be reached at {address.Place}, where the database {address.Database} is to be: "
        + $"{ReasonOf(exception)} See that it runs and listens there, or name another place in {HowToName}.";

    // Npgsql's own words say less than what is inside.
    private static string ReasonOf(Exception exception)
    {
        var inner = exception.InnerException ?? exception;
        return inner is SocketException socket ? $"{socket.SocketErrorCode}." : $"{inner.Message.TrimEnd('.')}.";
    }

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static StorageFault? FaultOf(string state) =>
        state switch
        {
            PostgresErrorCodes.InvalidPassword
            or PostgresErrorCodes.InvalidAuthorizationSpecification
            or PostgresErrorCodes.InvalidCatalogName
            or PostgresErrorCodes.InsufficientPrivilege
            or PostgresErrorCodes.UndefinedTable
            or PostgresErrorCodes.UndefinedColumn => StorageFault.Configuration,
            PostgresErrorCodes.DiskFull => StorageFault.Full,
            PostgresErrorCodes.ReadOnlySqlTransaction => StorageFault.ReadOnly,
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => StorageFault.Unavailable,
            // Connections, resources, an operator's doing (shutting down, starting up, a terminated session).
            _ when state.StartsWith("08", StringComparison.Ordinal) => StorageFault.Unavailable,
            _ when state.StartsWith("53", StringComparison.Ordinal) => StorageFault.Unavailable,
            _ when state.StartsWith("57", StringComparison.Ordinal) => StorageFault.Unavailable,
            _ => null,
        };

    private static string WordsFor(PostgresException exception, PostgresAddress address) =>
        exception.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"Postgres at {address.Place} does not let the user '{address.Username}' into the database "
                    + $"{address.Database}: the user or the password is wrong, or pg_hba.conf says no. Both are in {HowToName}.",
            PostgresErrorCodes.InvalidCatalogName =>
                $"There is no database {address.Database} at {address.Place}. 'cruddur db setup' makes one with demo people; "
                    + "'cruddur db create' and 'cruddur db migrate' make an empty one.",
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn =>
                $"A table or column is missing in {address.Name}. Run 'cruddur db migrate'.",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"The user '{address.Username}' may not do this in {address.Name}: {exception.MessageText}. Give that right to "
                    + $"the user, or name another one in {HowToName}.",
            _ => $"Postgres refused in {address.Name}: {exception.MessageText}.",
        };
}
