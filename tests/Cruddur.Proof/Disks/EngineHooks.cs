using Cruddur.Proof.Mutants;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Proof.Disks;

/// <summary>
/// Lets the writer commit only when the load has queued what the next batch is to have, so that batches, and with them
/// the trace, are the same each time.
/// </summary>
internal sealed class EngineHooks(EngineHistory history, Mutant mutant) : SqliteHooks, IDisposable
{
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly SemaphoreSlim _go = new(0);

    /// <summary>What the batch under way has.</summary>
    public IReadOnlyList<int> Batch { get; set; } = [];

    public override string? VirtualFileSystem => WatchedFileSystem.Name;

    public override string FileSystemOf(string folder) => "ext4";

    public override void Opened(SqliteConnection writer)
    {
        if (mutant == Mutant.CommitWithoutFlush)
        {
            writer.Execute("PRAGMA synchronous = NORMAL");
        }
    }

    /// <summary>Completes when the writer stands before a commit.</summary>
    public Task ArrivedAsync(CancellationToken cancellationToken) => _arrived.WaitAsync(cancellationToken);

    public void LetGo() => _go.Release();

    public override void BeforeCommit()
    {
        _arrived.Release();
        _go.Wait();
        if (mutant == Mutant.AcknowledgedBeforeCommit)
        {
            history.Acknowledge(Batch);
        }
    }

    // The first moment at which the callers may be told; they are told before the disk is used again.
    public override void AfterCommit() => history.Acknowledge(Batch);

    public void Dispose()
    {
        _arrived.Dispose();
        _go.Dispose();
    }
}
