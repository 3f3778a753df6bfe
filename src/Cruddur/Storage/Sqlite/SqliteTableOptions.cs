namespace Cruddur.Storage.Sqlite;

/// <summary>Where the embedded engine keeps its file, and its limits.</summary>
public sealed class SqliteTableOptions
{
    /// <summary>
    /// The database file, on a disk of this machine. SQLite puts <c>-wal</c> and <c>-shm</c> beside it, this engine
    /// <c>.lock</c>; the folder is made when it is not there.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>How long a change stays in the feed at least, for readers that fell behind. Default: 24 hours.</summary>
    public TimeSpan ChangeRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Requests that one commit makes durable together, at most. Default: 256.</summary>
    public int MaxBatch { get; init; } = 256;

    /// <summary>Writes that may wait for the disk; more are held back. Default: 4096.</summary>
    public int QueueCapacity { get; init; } = 4096;

    /// <summary>How long a write waits for a place in a full queue before it is refused. Default: 2 seconds.</summary>
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a lock that another program holds on the file is waited for. Default: 5 seconds.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads that may run at one time, each on a connection of its own. Default: 4 for each processor.</summary>
    public int MaxReaders { get; init; } = 4 * Environment.ProcessorCount;

    /// <summary>Pages of 4 KB kept in memory by the writer. Default: 8192 (32 MB).</summary>
    public int WriterCachePages { get; init; } = 8192;

    /// <summary>Pages of 4 KB kept in memory by each reader. Default: 1024 (4 MB).</summary>
    public int ReaderCachePages { get; init; } = 1024;

    /// <summary>
    /// Pages of 4 KB in the write-ahead log at which it is moved into the database file. Default: 4000 (16 MB), where the
    /// pages that are written again and again cost half of what they do at SQLite's own 1000. At eight times as many,
    /// reads that are in the way are waited for.
    /// </summary>
    public int CheckpointPages { get; init; } = 4000;

    /// <summary>Where tests make the disk fail.</summary>
    internal SqliteHooks Hooks { get; init; } = new();
}

/// <summary>Moments in the life of the engine in which a test may look, or make something fail.</summary>
internal class SqliteHooks
{
    /// <summary>The name of what SQLite reads and writes files by; null for its own.</summary>
    public virtual string? VirtualFileSystem => null;

    /// <summary>The writer's connection is open and set up.</summary>
    public virtual void Opened(SqliteConnection writer) { }

    /// <summary>Before a batch is committed, on the writer's thread; a failure thrown is the commit's.</summary>
    public virtual void BeforeCommit() { }

    /// <summary>The commit is done, nobody knows yet; a failure thrown is the commit's, with its effect in place.</summary>
    public virtual void AfterCommit() { }

    /// <summary>After a checkpoint.</summary>
    public virtual void AfterCheckpoint() { }

    /// <summary>The type of file system that a folder is on, as <c>ext4</c> or <c>nfs</c>.</summary>
    public virtual string FileSystemOf(string folder) => LocalDisk.FileSystemOf(folder);
}
