using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

/// <summary>One server's worker, with its own way to the table.</summary>
internal sealed class StreamServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private TaskCompletionSource? _frozen;

    public StreamServer(
        string name,
        ITable table,
        IStreams streams,
        ManualTimeProvider time,
        Func<Write, CancellationToken, Task> beforeWrite
    )
    {
        Table = new InterceptedTable(table) { BeforeWrite = beforeWrite };
        var projector = new InboxProjector(Table, new MessageGroupStore(Table, time), time);
        Worker = new StreamWorker(streams, Table, projector, name, time, NullLogger<StreamWorker>.Instance);
        _running = Worker.RunAsync(_stop.Token);
    }

    public StreamWorker Worker { get; }

    public InterceptedTable Table { get; }

    /// <summary>Nothing that it writes arrives any more.</summary>
    public void Die()
    {
        Table.BeforeWrite = (_, _) => throw new StorageException(StorageFault.OutcomeUnknown, "dead");
        _stop.Cancel();
    }

    /// <summary>Its writes wait, as those of a machine that was suspended.</summary>
    public void Freeze()
    {
        _frozen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Table.BeforeWrite = (_, _) => _frozen.Task;
    }

    public void Thaw()
    {
        Table.BeforeWrite = (_, _) => Task.CompletedTask;
        _frozen!.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        _frozen?.TrySetResult();
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
