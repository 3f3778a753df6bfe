using Cruddur.Cli.CommandLine;
using Cruddur.Server.Settings;
using Cruddur.Server.Storage;
using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Cli.Storage;

/// <summary>Finds the data that a command is about, as the server would, and opens it.</summary>
internal static class DataFolder
{
    /// <param name="data">What <c>--data</c> says; without it the settings decide, as for the server.</param>
    public static StorageOptions Find(string? data)
    {
        if (data is not null)
        {
            return new StorageOptions { Folder = data };
        }
        return SettingsSetup.Read<StorageOptions>(CommandSettings.Read());
    }

    /// <exception cref="StorageException">There is no data.</exception>
    public static StorageOptions FindExisting(string? data)
    {
        var options = Find(data);
        RequireDatabase(options);
        return options;
    }

    /// <exception cref="StorageException">It cannot be opened, or a server uses it.</exception>
    public static Task<SqliteTable> OpenAsync(
        StorageOptions options,
        TimeProvider time,
        CancellationToken cancellationToken
    ) =>
        SqliteTable.OpenAsync(
            new SqliteTableOptions { Path = options.DatabasePath },
            time,
            NullLogger.Instance,
            cancellationToken
        );

    /// <summary>To change what is there, and not to make what is not.</summary>
    /// <exception cref="StorageException">There is no data, it cannot be opened, or a server uses it.</exception>
    public static Task<SqliteTable> OpenExistingAsync(
        StorageOptions options,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        RequireDatabase(options);
        return OpenAsync(options, time, cancellationToken);
    }

    /// <summary>Beside a server that may be running.</summary>
    /// <exception cref="StorageException">There is no data, or it cannot be opened.</exception>
    public static SqliteTable OpenReadOnly(StorageOptions options, TimeProvider time)
    {
        RequireDatabase(options);
        return SqliteTable.OpenReadOnly(
            new SqliteTableOptions { Path = options.DatabasePath },
            time,
            NullLogger.Instance
        );
    }

    private static void RequireDatabase(StorageOptions options)
    {
        if (!File.Exists(options.DatabasePath))
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"There is no database at {options.DatabasePath}. Name the folder with --data DIR, "
                    + "or make one: 'cruddur serve' starts an empty one, 'cruddur seed' fills one with demo people."
            );
        }
    }
}
