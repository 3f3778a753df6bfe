namespace Cruddur.Storage.Sqlite;

/// <summary>Opens the file in the order that is safe: the disk, the lock, whose file it is, its schema, its state.</summary>
internal static class SqliteTableOpener
{
    // Nothing for the other users of the machine. What is there keeps its mode.
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static SqliteTable Open(SqliteTableOptions options, TimeProvider time, SqliteTableLog log)
    {
        var version = SqliteNativeLibrary.Version;
        var path = Path.GetFullPath(options.Path);
        var folder = Path.GetDirectoryName(path)!;
        MakeFolder(folder);
        LocalDisk.Require(folder, options.Hooks.FileSystemOf);
        var fileLock = SqliteFileLock.Take(path);
        SqliteConnection? connection = null;
        try
        {
            var unclean = File.Exists(path + "-wal") && new FileInfo(path + "-wal").Length > 0;
            MakeFile(path);
            connection = SqliteConnection.Open(
                path,
                readOnly: false,
                options.BusyTimeout,
                options.Hooks.VirtualFileSystem
            );
            var schema = SqliteSchema.PrepareWriter(connection, options, path);
            if (unclean)
            {
                // Before a migration, which would write into what is damaged.
                Check(connection, path, time, log);
            }
            SqliteSchema.Migrate(connection, schema);
            options.Hooks.Opened(connection);
            var writer = new SqliteWriter(connection, options, path, time, log);
            log.Opened(path, version, SqliteSchema.NewestVersion);
            foreach (var warning in SqliteNativeLibrary.Warnings)
            {
                log.Warning(warning.Code, warning.Message);
            }
            return SqliteTable.Create(options, path, time, log, writer, fileLock);
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            fileLock.Dispose();
            if (exception is SqliteFailure failure)
            {
                throw SqliteFaults.Of(failure, path, opening: true);
            }
            throw;
        }
    }

    /// <param name="alone">Holds the lock, so that nobody writes to it meanwhile.</param>
    public static SqliteTable OpenReadOnly(
        SqliteTableOptions options,
        TimeProvider time,
        SqliteTableLog log,
        bool alone
    )
    {
        _ = SqliteNativeLibrary.Version;
        var path = Path.GetFullPath(options.Path);
        if (!File.Exists(path))
        {
            throw new StorageException(StorageFault.Configuration, $"There is no database at {path}.");
        }
        var fileLock = alone ? SqliteFileLock.Take(path) : null;
        try
        {
            using var connection = SqliteConnection.Open(
                path,
                readOnly: true,
                options.BusyTimeout,
                options.Hooks.VirtualFileSystem
            );
            if (SqliteSchema.VersionOf(connection, path) < SqliteSchema.NewestVersion)
            {
                throw new StorageException(
                    StorageFault.Configuration,
                    $"{path} has the schema of an older version: start the server once, it brings it up to date."
                );
            }
            return SqliteTable.Create(options, path, time, log, writer: null, fileLock);
        }
        catch (Exception exception)
        {
            fileLock?.Dispose();
            if (exception is SqliteFailure failure)
            {
                throw SqliteFaults.Of(failure, path);
            }
            throw;
        }
    }

    private static void Check(SqliteConnection connection, string path, TimeProvider time, SqliteTableLog log)
    {
        var start = time.GetTimestamp();
        log.CheckingAfterUncleanStop(path);
        SqliteSchema.QuickCheck(connection, path);
        log.CheckedAfterUncleanStop(path, time.GetElapsedTime(start));
    }

    /// <summary>An empty file is a database; what SQLite puts beside it has its mode.</summary>
    private static void MakeFile(string path)
    {
        if (OperatingSystem.IsWindows() || Path.Exists(path))
        {
            return;
        }
        DurableFile.Make(path);
    }

    internal static void MakeFolder(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnFolder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"The folder {folder} cannot be made: {exception.Message}",
                exception
            );
        }
    }
}
