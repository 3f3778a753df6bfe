namespace Cruddur.Storage.Sqlite;

/// <summary>Wakes who waits for changes, when they are durable.</summary>
internal sealed class ChangeSignal(long newest)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiting;
    private Exception? _closed;
    private long _newest = newest;

    public long Newest => Volatile.Read(ref _newest);

    public void Advance(long newest)
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            _newest = newest;
            (waiting, _waiting) = (_waiting, null);
        }
        waiting?.SetResult();
    }

    /// <summary>Completes when there are changes behind the position, or when it is from a future that is not ours.</summary>
    public Task WaitAsync(long after, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_closed is not null)
            {
                return Task.FromException(_closed);
            }
            if (_newest != after)
            {
                return Task.CompletedTask;
            }
            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Nothing will come any more: tells so whoever waits.</summary>
    public void Close(Exception reason)
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            _closed = reason;
            (waiting, _waiting) = (_waiting, null);
        }
        waiting?.SetException(reason);
    }
}
