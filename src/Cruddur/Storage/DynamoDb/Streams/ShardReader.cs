using Cruddur.Inbox;
using Microsoft.Extensions.Logging;

namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>Applies one shard, from its checkpoint until its end, its lease is lost, or the server stops.</summary>
internal sealed partial class ShardReader(
    IStreams streams,
    ITable table,
    InboxProjector projector,
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
    private static readonly TimeSpan EmptyPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private ShardLease _lease = lease;
    private string? _applied = lease.Checkpoint;
    private DateTimeOffset _renewed = time.GetUtcNow();
    private string? _iterator;
    private bool _isTrimmed;
    private volatile bool _isFailing;
    private volatile bool _letsGo;

    public bool IsFailing => _isFailing;

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
                _applied = null;
                _isTrimmed = false;
            }
            _iterator ??= await streams.GetIteratorAsync(_lease.ShardId, _applied, cancellationToken);
            var page = await streams.GetRecordsAsync(_iterator, BatchSize, cancellationToken);
            await ApplyAsync(page.Records, cancellationToken);
            _isFailing = false;
            if (page.Records.Count > 0)
            {
                _applied = page.Records[^1].SequenceNumber;
            }
            _iterator = page.Next;
            return page.Next is null ? null
                : page.Records.Count > 0 ? TimeSpan.Zero
                : EmptyPause;
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
        catch (Exception exception)
        {
            // Whatever it was: a reader that gave up would leave every inbox behind without a word.
            _isFailing = true;
            LogFailed(_lease.ShardId, exception);
            _iterator = null;
            return RetryPause;
        }
    }

    private async Task ApplyAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellationToken)
    {
        foreach (var record in records.Where(record => record.Change is null))
        {
            await SetAsideAsync(record, record.Fault!, cancellationToken);
        }
        var readable = records.Where(record => record.Change is not null).ToList();
        try
        {
            await projector.ApplyAsync([.. readable.Select(record => record.Change!)], cancellationToken);
        }
        catch (ItemFormatException)
        {
            // One of them; which one shows one by one.
            foreach (var record in readable)
            {
                try
                {
                    await projector.ApplyAsync([record.Change!], cancellationToken);
                }
                catch (ItemFormatException exception)
                {
                    await SetAsideAsync(record, exception.Message, cancellationToken);
                }
            }
        }
    }

    private async Task SetAsideAsync(StreamRecord record, string reason, CancellationToken cancellationToken)
    {
        var poison = new PoisonRecord(_lease.ShardId, record, reason, time.GetUtcNow());
        await table.WriteAsync(poison.Write(), cancellationToken);
        LogSetAside(_lease.ShardId, record.SequenceNumber, reason);
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
        3033,
        LogLevel.Error,
        "The record {SequenceNumber} of the shard {ShardId} could not be applied and is set aside under POISON#inbox: {Reason}"
    )]
    private partial void LogSetAside(string shardId, string sequenceNumber, string reason);

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
