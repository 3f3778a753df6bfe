using Microsoft.Extensions.Logging;

namespace Cruddur.Storage.Sqlite;

/// <summary>The embedded engine: the table in one file of SQLite, for one process that writes.</summary>
public sealed partial class SqliteTable : ITable, IBulkWriter, IChangeFeed, IStorageEngine, IAsyncDisposable
{
    // Together they are one request to the writer and one commit; other writes go in between.
    private const int BulkChunk = 500;

    private readonly SqliteTableOptions _options;
    private readonly TimeProvider _time;
    private readonly SqliteTableLog _log;
    private readonly SqliteReaderPool _readers;
    private readonly SqliteWriter? _writer;
    private readonly IDisposable? _lock;
    private int _disposed;

    private SqliteTable(
        SqliteTableOptions options,
        string path,
        TimeProvider time,
        SqliteTableLog log,
        SqliteWriter? writer,
        IDisposable? fileLock
    )
    {
        _options = options;
        Path = path;
        _time = time;
        _log = log;
        _writer = writer;
        _lock = fileLock;
        _readers = new SqliteReaderPool(path, options);
    }

    /// <summary>The database file, from the root.</summary>
    public string Path { get; }

    /// <summary>How the engine is at this moment.</summary>
    public EngineStatus Status =>
        new(
            "sqlite",
            SqliteNativeLibrary.Version,
            _writer?.ReadOnlyReason is not null,
            _writer?.ReadOnlyReason,
            [.. SqliteNativeLibrary.Warnings, .. Warnings()]
        );

    /// <summary>Opens the file, makes it when it is not there, and brings its schema to the newest version.</summary>
    /// <exception cref="StorageException">It is in use, damaged, not ours, or on a disk that will not do.</exception>
    public static Task<SqliteTable> OpenAsync(
        SqliteTableOptions options,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken
    ) => Task.Run(() => SqliteTableOpener.Open(options, time, new SqliteTableLog(logger)), cancellationToken);

    /// <summary>
    /// Opens the file to read only, beside a server that may be running. Waiting for changes looks for them now and
    /// then; writes are refused.
    /// </summary>
    /// <exception cref="StorageException">There is no such file, or it is damaged or not ours.</exception>
    public static SqliteTable OpenReadOnly(SqliteTableOptions options, TimeProvider time, ILogger logger) =>
        SqliteTableOpener.OpenReadOnly(options, time, new SqliteTableLog(logger), alone: false);

    /// <summary>Opens the file to read only while nobody may write to it: all reads are of one state.</summary>
    /// <exception cref="StorageException">There is no such file, a server uses it, or it is damaged or not ours.</exception>
    public static SqliteTable OpenAtRest(SqliteTableOptions options, TimeProvider time, ILogger logger) =>
        SqliteTableOpener.OpenReadOnly(options, time, new SqliteTableLog(logger), alone: true);

    internal static SqliteTable Create(
        SqliteTableOptions options,
        string path,
        TimeProvider time,
        SqliteTableLog log,
        SqliteWriter? writer,
        IDisposable? fileLock
    ) => new(options, path, time, log, writer, fileLock);

    public Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken) =>
        _readers.ReadAsync(
            (key, consistency),
            static (reader, state) =>
            {
                var item = reader.Get(state.key);
                return new GetResult(item, Cost.Read(item?.Size ?? 0, state.consistency));
            },
            cancellationToken
        );

    public Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
    {
        Query.Validate(query);
        return _readers.ReadAsync(query, static (reader, query) => reader.Query(query), cancellationToken);
    }

    public Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken)
    {
        Write.Validate(write);
        if (write is Write.Check)
        {
            throw new ArgumentException("A check belongs in a transaction.", nameof(write));
        }
        var prepared = new PreparedWrite(write);
        return Writer.RunAsync(session => session.Write(prepared), cancellationToken);
    }

    public Task<TransactionResult> TransactAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken)
    {
        Transaction.Validate(writes);
        var prepared = writes.Select(write => new PreparedWrite(write)).ToArray();
        return Writer.RunAsync(session => session.Transact(prepared), cancellationToken);
    }

    public async Task<Cost> PutAllAsync(IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        BulkWrite.Validate(items);
        var cost = default(Cost);
        foreach (var chunk in items.Chunk(BulkChunk))
        {
            var prepared = chunk.Select(item => new PreparedWrite(new Write.Put(item, Condition.None))).ToArray();
            cost += await Writer.RunAsync(
                session => prepared.Aggregate(default(Cost), (sum, one) => sum + session.Write(one).Cost),
                cancellationToken
            );
        }
        return cost;
    }

    public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _readers.ReadAsync(
            (after, limit),
            static (reader, state) => reader.Scan(state.after, state.limit),
            cancellationToken
        );
    }

    /// <summary>Finishes the queued writes and closes the file. Later calls are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }
        if (_writer is not null)
        {
            await _writer.StopAsync();
        }
        // Before the writer's connection: the last one that closes can empty the log, and readers may not.
        await _readers.DisposeAsync();
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }
        _lock?.Dispose();
        _log.Closed(Path);
    }

    private SqliteWriter Writer =>
        _writer ?? throw new StorageException(StorageFault.ReadOnly, $"{Path} was opened to read only.");

    private IEnumerable<EngineWarning> Warnings()
    {
        if (_writer is { ReadOnlyReason: null, RefusalReason: not null })
        {
            yield return new EngineWarning(
                "sqlite_writes_refused",
                "The disk refused the last writes, as a full one does. The server's log says what it said."
            );
        }
        if (_writer is { LogIsLarge: true })
        {
            yield return new EngineWarning(
                "sqlite_wal_large",
                "The write-ahead log cannot be emptied because another program keeps reading an old state. End that program."
            );
        }
    }
}
