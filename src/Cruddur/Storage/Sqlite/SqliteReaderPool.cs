using System.Collections.Concurrent;

namespace Cruddur.Storage.Sqlite;

/// <summary>
/// Connections that read. A read runs on its caller's thread: it takes microseconds, less than handing it over would.
/// </summary>
internal sealed class SqliteReaderPool(string path, SqliteTableOptions options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _free = new(options.MaxReaders);
    private readonly ConcurrentStack<SqliteReader> _idle = new();
    private volatile bool _disposed;

    /// <summary>Reads, and turns what goes wrong into <see cref="StorageException"/>s.</summary>
    public Task<TResult> ReadAsync<TState, TResult>(
        TState state,
        Func<SqliteReader, TState, TResult> read,
        CancellationToken cancellationToken
    )
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }
        if (!_free.Wait(0, CancellationToken.None))
        {
            return ReadLaterAsync(state, read, cancellationToken);
        }
        try
        {
            return Task.FromResult(Read(state, read));
        }
        catch (Exception exception)
        {
            return Task.FromException<TResult>(exception);
        }
    }

    private async Task<TResult> ReadLaterAsync<TState, TResult>(
        TState state,
        Func<SqliteReader, TState, TResult> read,
        CancellationToken cancellationToken
    )
    {
        await _free.WaitAsync(cancellationToken);
        return Read(state, read);
    }

    private TResult Read<TState, TResult>(TState state, Func<SqliteReader, TState, TResult> read)
    {
        try
        {
            if (_disposed)
            {
                throw new StorageException(StorageFault.Unavailable, $"{path} is closed.");
            }
            if (!_idle.TryPop(out var reader))
            {
                reader = SqliteReader.Open(path, options);
            }
            try
            {
                return read(reader, state);
            }
            finally
            {
                _idle.Push(reader);
            }
        }
        catch (SqliteFailure failure)
        {
            throw SqliteFaults.Of(failure, path);
        }
        catch (DamagedItemException exception)
        {
            throw SqliteFaults.Of(exception, path);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for the reads that run, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        for (var i = 0; i < options.MaxReaders; i++)
        {
            await _free.WaitAsync();
        }
        while (_idle.TryPop(out var reader))
        {
            reader.Dispose();
        }
        _free.Release(options.MaxReaders);
    }
}
