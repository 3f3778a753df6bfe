using System.Threading.Channels;

namespace Cruddur.Storage.Sqlite;

/// <summary>
/// The one connection that writes, and the one thread that uses it. Whatever is queued becomes one commit: at load many
/// requests share a flush of the disk, alone a request waits for nobody.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly Channel<WriteRequest> _queue;
    private readonly SqliteConnection _connection;
    private readonly SqliteTableOptions _options;
    private readonly TimeProvider _time;
    private readonly BatchWriter _batches;
    private readonly string _path;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SqliteWriter(
        SqliteConnection connection,
        SqliteTableOptions options,
        string path,
        TimeProvider time,
        SqliteTableLog log
    )
    {
        _connection = connection;
        _options = options;
        _path = path;
        _time = time;
        Signal = new ChangeSignal(new SqliteChangeReader(connection, path).Ends().Newest);
        _batches = new BatchWriter(connection, options, path, Signal, log);
        _queue = Channel.CreateBounded<WriteRequest>(
            new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true }
        );
        new Thread(Run) { IsBackground = true, Name = "Cruddur SQLite writer" }.Start();
    }

    public ChangeSignal Signal { get; }

    /// <summary>Why writes are refused; null while they are not.</summary>
    public string? ReadOnlyReason => _batches.ReadOnlyReason;

    /// <inheritdoc cref="BatchWriter.RefusalReason"/>
    public string? RefusalReason => _batches.RefusalReason;

    public bool LogIsLarge => _batches.LogIsLarge;

    /// <summary>Does something in the next batch. Once it is queued it happens, whether or not the caller stays.</summary>
    public async Task<TResult> RunAsync<TResult>(Func<WriteSession, TResult> run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new WriteRequest<TResult>(run);
        if (!_queue.Writer.TryWrite(request))
        {
            await EnqueueAsync(request, cancellationToken);
        }
        return await request.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Finishes what is queued and moves the log into the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        // Otherwise closing would write to a file that must not be written to: the operating system closes it.
        if (_batches.TryFinish())
        {
            _connection.Dispose();
        }
    }

    /// <summary>Refuses new requests and finishes the queued ones.</summary>
    public async Task StopAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
        Signal.Close(Closed());
    }

    private async Task EnqueueAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.QueueTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(request, either.Token);
        }
        catch (ChannelClosedException)
        {
            throw Closed();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StorageException(
                StorageFault.Unavailable,
                $"{_path}: {_options.QueueCapacity} writes wait for the disk and none was done for {_options.QueueTimeout.TotalSeconds} s. Try again later."
            );
        }
    }

    private void Run()
    {
        var batch = new List<WriteRequest>(_options.MaxBatch);
        try
        {
            while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (batch.Count < _options.MaxBatch && _queue.Reader.TryRead(out var request))
                {
                    batch.Add(request);
                }
                _batches.Write(batch, _time.GetUtcNow());
                batch.Clear();
            }
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private StorageException Closed() => new(StorageFault.Unavailable, $"{_path} is closed: the server is stopping.");
}
