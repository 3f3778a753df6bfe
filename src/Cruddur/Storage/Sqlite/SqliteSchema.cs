namespace Cruddur.Storage.Sqlite;

/// <summary>Sets up connections, and brings the file to the newest schema.</summary>
internal static class SqliteSchema
{
    /// <summary>Says in the file's header whose it is: "Crud" in ASCII.</summary>
    public const long ApplicationId = 0x43727564;

    private const int PageSize = 4096;

    /// <summary>
    /// What makes each version from the one before; <c>PRAGMA user_version</c> counts them. Never changed, only added to.
    /// </summary>
    /// <remarks>
    /// Texts compare by their bytes (BINARY, the default). <c>attributes</c> and <c>new_image</c> are objects of JSON;
    /// <c>size</c> is the item's by DynamoDB's rules; <c>at</c> is in milliseconds since 1970. AUTOINCREMENT: a position
    /// is never given twice, not even when all changes have been trimmed. <c>expires_at</c> is the number of that name among the
    /// attributes, where there is one: by it items are found whose time is over.
    /// </remarks>
    private static readonly string[] Migrations =
    [
        """
            CREATE TABLE items (
              pk TEXT NOT NULL,
              sk TEXT NOT NULL,
              size INTEGER NOT NULL,
              attributes TEXT NOT NULL,
              PRIMARY KEY (pk, sk)
            ) WITHOUT ROWID;
            CREATE TABLE changes (
              position INTEGER PRIMARY KEY AUTOINCREMENT,
              at INTEGER NOT NULL,
              kind TEXT NOT NULL,
              pk TEXT NOT NULL,
              sk TEXT NOT NULL,
              new_size INTEGER,
              new_image TEXT
            );
            """,
        """
            ALTER TABLE items ADD COLUMN expires_at INTEGER;
            CREATE INDEX items_expiring ON items (expires_at) WHERE expires_at IS NOT NULL;
            """,
    ];

    public static int NewestVersion => Migrations.Length;

    /// <summary>Refuses a file that is not ours, before anything is changed in it.</summary>
    /// <returns>The version of its schema: 0 for a new file.</returns>
    public static int VersionOf(SqliteConnection connection, string path)
    {
        var application = connection.Number("PRAGMA application_id");
        var version = connection.Number("PRAGMA user_version") ?? 0;
        var isEmpty = connection.Number("SELECT count(*) FROM sqlite_master") == 0;
        if (application != ApplicationId && !(isEmpty && application == 0 && version == 0))
        {
            throw new StorageException(
                StorageFault.Damaged,
                $"{path} is a database of another program. Choose another path; this one was not changed."
            );
        }
        if (version > NewestVersion)
        {
            throw new StorageException(
                StorageFault.Damaged,
                $"{path} has schema version {version}, this program knows {NewestVersion}: it was written by a newer one. "
                    + "Run that one, or restore a backup from before; the file was not changed."
            );
        }
        return (int)version;
    }

    /// <summary>Sets up the connection that writes, and asserts what durability depends on.</summary>
    /// <returns>The version of the file's schema, for <see cref="Migrate"/>.</returns>
    public static int PrepareWriter(SqliteConnection connection, SqliteTableOptions options, string path)
    {
        var version = VersionOf(connection, path);
        if (version == 0)
        {
            connection.Execute($"PRAGMA page_size = {PageSize}; PRAGMA encoding = 'UTF-8';");
        }
        connection.Execute(
            $"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = {(long)options.CheckpointPages * PageSize * 2};
            PRAGMA secure_delete = ON;
            PRAGMA cache_size = {options.WriterCachePages};
            """
        );
        Require(connection, path, "journal_mode", "wal");
        // NORMAL would acknowledge writes that a power cut takes back.
        Require(connection, path, "synchronous", "2");
        Require(connection, path, "encoding", "UTF-8");
        Require(connection, path, "page_size", "4096");
        Require(connection, path, "secure_delete", "1");
        return version;
    }

    /// <summary>Sets up a connection that reads.</summary>
    public static void PrepareReader(SqliteConnection connection, SqliteTableOptions options) =>
        connection.Execute($"PRAGMA query_only = ON; PRAGMA cache_size = {options.ReaderCachePages};");

    /// <exception cref="StorageException">The file is damaged.</exception>
    public static void QuickCheck(SqliteConnection connection, string path)
    {
        var found = connection.Text("PRAGMA quick_check(1)");
        if (found != "ok")
        {
            throw new StorageException(
                StorageFault.Damaged,
                $"{path} is damaged: {found}. Move it away and restore a backup; 'sqlite3 FILE .recover' may save what is newer."
            );
        }
    }

    public static void Migrate(SqliteConnection connection, int version)
    {
        for (; version < NewestVersion; version++)
        {
            connection.Execute(
                $"""
                BEGIN IMMEDIATE;
                {Migrations[version]}
                PRAGMA application_id = {ApplicationId};
                PRAGMA user_version = {version + 1};
                COMMIT;
                """
            );
        }
    }

    private static void Require(SqliteConnection connection, string path, string pragma, string expected)
    {
        var actual = connection.Text($"PRAGMA {pragma}");
        if (actual != expected)
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"{path}: SQLite's {pragma} is '{actual}' and must be '{expected}'. "
                    + "The file was made by another program, or its disk or library cannot do what durability needs."
            );
        }
    }
}
