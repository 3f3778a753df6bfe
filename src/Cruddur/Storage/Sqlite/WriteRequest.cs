using System.Text;

namespace Cruddur.Storage.Sqlite;

/// <summary>Something to do on the writer's thread, and who waits for it.</summary>
internal abstract class WriteRequest
{
    private Exception? _refusal;

    /// <summary>Does it, inside a transaction; nobody is told yet.</summary>
    public abstract void Run(WriteSession session);

    /// <summary>It alone cannot be done; the others of its batch can.</summary>
    public void RefuseLater(Exception refusal) => _refusal = refusal;

    /// <summary>The batch is durable: tells the caller.</summary>
    public void Complete()
    {
        if (_refusal is null)
        {
            Succeed();
        }
        else
        {
            Refuse(_refusal);
        }
    }

    public abstract void Refuse(Exception exception);

    protected abstract void Succeed();
}

internal sealed class WriteRequest<TResult>(Func<WriteSession, TResult> run) : WriteRequest
{
    // The callers' code must not run on the writer's thread.
    private readonly TaskCompletionSource<TResult> _completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private TResult? _result;

    public Task<TResult> Task => _completion.Task;

    public override void Run(WriteSession session) => _result = run(session);

    public override void Refuse(Exception exception) => _completion.TrySetException(exception);

    protected override void Succeed() => _completion.TrySetResult(_result!);
}

/// <summary>A write with what its caller's thread can do for it: encoding and formatting.</summary>
internal sealed class PreparedWrite(Write write)
{
    public Write Write { get; } = write;

    public byte[] Partition { get; } = Encoding.UTF8.GetBytes(write.Key.Partition);

    public byte[] Sort { get; } = Encoding.UTF8.GetBytes(write.Key.Sort);

    /// <summary>The attributes of a put; what an update leaves is known only later.</summary>
    public byte[]? Json { get; } = write is Write.Put put ? ItemJson.Write(put.Item) : null;
}
