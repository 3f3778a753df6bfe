using Cruddur.Inbox;
using Cruddur.Runtime;
using Microsoft.Extensions.Logging;

namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>Applies one shard, from its checkpoint until its end, its lease is lost, or the server stops.</summary>
internal sealed partial class ShardReader(
    IStreams streams,
    ITable table,
    RecordApplier applier,
    TimeProvider time,
    ILogger logger,
    ShardLease lease
)
{
    private const int BatchSize = 1000;

    // Renewing writes the checkpoint too: one write unit, whatever number of messages came.
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(10);

    // A shard may be asked five times a second
    // (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html).
    private static readonly TimeSpan ReadPause = TimeSpan.FromMilliseconds(200);

    // Each time is charged: this is most of what an idle server costs (docs/cost.md).
    private static readonly TimeSpan EmptyPause = TimeSpan.FromMilliseconds(500);

    // No longer than the lease is renewed in between.
    private readonly FaultStreak _faults = new(firstPause: TimeSpan.FromSeconds(1), mostPause: RenewInterval);
    private ShardLease _lease = lease;
    private readonly List<StreamRecord> _gathered = [];
    private long _gatheredSince;
    private string? _read = lease.Checkpoint;
    private string? _applied = lease.Checkpoint;
    private DateTimeOffset _renewed = time.GetUtcNow();
    private string? _iterator;
    private bool _isTrimmed;
    private volatile bool _letsGo;

    public bool IsFailing => _faults.IsGoingOn;

    /// <summary>For another server: soon, behind what is being applied.</summary>
    public void LetGo() => _letsGo = true;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!_letsGo && !cancellationToken.IsCancellationRequested)
            {
                if (!await RenewWhenDueAsync())
                {
                    return;
                }
                var pause = await StepAsync(cancellationToken);
                if (pause is null)
                {
                    await WriteAsync(_lease with { Checkpoint = _applied, IsFinished = true });
                    return;
                }
                await Task.Delay(pause.Value, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            // Free for others at once.
            await WriteAsync(_lease with { Checkpoint = _applied, Until = time.GetUtcNow() });
        }
        catch (StorageException exception)
        {
            // The lease runs out by itself, and whoever takes it goes on from the checkpoint.
            LogLost(_lease.ShardId, exception);
        }
    }

    /// <returns>How long to wait before the next step; null at the end of the shard.</returns>
    private async Task<TimeSpan?> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_isTrimmed)
            {
                // Durable before a checkpoint can say that all is well.
                await LostChanges.MarkAsync(table, time, cancellationToken);
                _read = null;
                _isTrimmed = false;
            }
            // Asked before the read: so it brings all that came within the window.
            var isOver = _gathered.Count > 0 && RestOfWindow() == TimeSpan.Zero;
            _iterator ??= await streams.GetIteratorAsync(_lease.ShardId, _read, cancellationToken);
            var page = await streams.GetRecordsAsync(_iterator, BatchSize, cancellationToken);
            Gather(page.Records);
            _iterator = page.Next;
            var isApplied = page.Next is null || isOver || _gathered.Count is 0 or >= InboxProjector.MostGathered;
            if (isApplied)
            {
                if (await applier.ApplyAsync(_gathered, cancellationToken) is { } unapplied)
                {
                    return Fail(unapplied.Cause);
                }
                _faults.End();
                _gathered.Clear();
                _applied = _read;
            }
            return page.Next is null ? null
                : page.Records.Count > 0 ? ReadPause
                : isApplied ? EmptyPause
                : RestOfWindow();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (StreamsException expired) when (expired.IsExpired)
        {
            _iterator = null;
            return TimeSpan.Zero;
        }
        catch (StreamsException trimmed) when (trimmed.IsTrimmed)
        {
            LogTrimmed(_lease.ShardId);
            _iterator = null;
            _isTrimmed = true;
            return TimeSpan.Zero;
        }
        catch (StreamsException gone) when (gone.IsGone)
        {
            // Unfinished, and nobody's: whoever looks at the shards next sees that it is gone, and marks the loss.
            _letsGo = true;
            return TimeSpan.Zero;
        }
        catch (Exception exception)
        {
            // Whatever it was: a reader that gave up would leave every inbox behind without a word.
            return Fail(exception);
        }
    }

    /// <summary>All that was gathered is read again.</summary>
    private TimeSpan Fail(Exception exception)
    {
        if (_faults.Add(exception))
        {
            LogFailed(_lease.ShardId, exception);
        }
        _iterator = null;
        _gathered.Clear();
        _read = _applied;
        return _faults.Pause;
    }

    /// <summary>
    /// Keeps what there is to apply. The rest is passed over here already, as most of a stream is what the projector itself
    /// wrote: it must not begin a window, in the midst of which a burst would then be cut in two.
    /// </summary>
    private void Gather(IReadOnlyList<StreamRecord> records)
    {
        var wasEmpty = _gathered.Count == 0;
        _gathered.AddRange(records.Where(RecordApplier.IsOurs));
        if (wasEmpty)
        {
            _gatheredSince = time.GetTimestamp();
        }
        _read = records.Count > 0 ? records[^1].SequenceNumber : _read;
    }

    private TimeSpan RestOfWindow()
    {
        var rest = InboxProjector.GatheringWindow - time.GetElapsedTime(_gatheredSince);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    /// <returns>Whether the shard is still this server's.</returns>
    private async Task<bool> RenewWhenDueAsync()
    {
        var now = time.GetUtcNow();
        if (now - _renewed < RenewInterval)
        {
            return true;
        }
        if (!await WriteAsync(_lease with { Checkpoint = _applied, Until = now + StreamWorker.LeaseTime }))
        {
            return false;
        }
        _renewed = now;
        return true;
    }

    private async Task<bool> WriteAsync(ShardLease next)
    {
        if (await table.WriteAsync(next.Follow(_lease), CancellationToken.None) is not WriteResult.Written)
        {
            return false;
        }
        _lease = next;
        return true;
    }

    [LoggerMessage(3030, LogLevel.Error, "The shard {ShardId} could not be applied; trying again.")]
    private partial void LogFailed(string shardId, Exception exception);

    [LoggerMessage(
        3031,
        LogLevel.Warning,
        "The lease of the shard {ShardId} could not be written; another server takes it."
    )]
    private partial void LogLost(string shardId, Exception exception);

    [LoggerMessage(
        3032,
        LogLevel.Warning,
        "The shard {ShardId} no longer has all changes since inboxes last followed it; all inboxes are compared with the log."
    )]
    private partial void LogTrimmed(string shardId);
}
