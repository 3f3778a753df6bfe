using System.Collections.Concurrent;
using Cruddur.Inbox;
using Cruddur.Runtime;
using Microsoft.Extensions.Logging;

namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>
/// Feeds the projector from the table's stream. Several servers share the shards by leases in the table; a shard is read
/// after its parent, and a checkpoint is written behind what was applied. A server that dies loses its leases after
/// <see cref="LeaseTime"/>, and one that only seemed dead does no harm: its checkpoints are refused by the fence, and
/// what it applies are maxima.
/// </summary>
internal sealed partial class StreamWorker(
    IStreams streams,
    ITable table,
    InboxProjector projector,
    string owner,
    TimeProvider time,
    ILogger<StreamWorker> logger
) : IProjection
{
    /// <summary>How long a shard stays with a server that has not been heard of.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly RecordApplier _applier = new(table, projector, time, logger);
    private readonly ConcurrentDictionary<string, ShardReader> _reading = new(StringComparer.Ordinal);
    private readonly List<Task> _work = [];
    private DateTimeOffset _beat;
    private readonly FaultStreak _faults = new(firstPause: LookInterval);

    public bool IsFailing => _faults.IsGoingOn || _reading.Values.Any(reader => reader.IsFailing);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                _work.RemoveAll(task => task.IsCompleted);
                await TakeShardsAsync(cancellationToken);
                _faults.End();
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (_faults.Add(exception))
                {
                    LogFailed(exception);
                }
            }
            catch (OperationCanceledException)
            {
                break;
            }
            await Task.Delay(_faults.Pause, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(_work);
        await LeaveAsync();
    }

    /// <summary>So that the others take the shards at once.</summary>
    private async Task LeaveAsync()
    {
        try
        {
            await table.WriteAsync(WorkerBeat.Leave(owner), CancellationToken.None);
        }
        catch (StorageException exception)
        {
            LogFailed(exception);
        }
    }

    private async Task TakeShardsAsync(CancellationToken cancellationToken)
    {
        var shards = await streams.ListShardsAsync(cancellationToken);
        var leases = (await AllAsync(ShardLease.All, cancellationToken))
            .Select(ShardLease.FromItem)
            .ToDictionary(lease => lease.ShardId, StringComparer.Ordinal);
        var ids = shards.Select(shard => shard.Id).ToHashSet(StringComparer.Ordinal);
        var now = time.GetUtcNow();
        var others = await CountOthersAsync(now, cancellationToken);
        // Shards come and go several times a day; their leases would otherwise stay for ever.
        foreach (var lease in leases.Values.Where(lease => !ids.Contains(lease.ShardId) && lease.Until <= now))
        {
            if (!lease.IsFinished)
            {
                // Nobody read it to its end while it was there.
                await LostChanges.MarkAsync(table, time, cancellationToken);
                LogVanished(lease.ShardId);
            }
            await table.WriteAsync(lease.Forget(), cancellationToken);
        }
        var open = shards.Where(shard => !IsFinished(shard.Id)).ToList();
        // All by the number of servers, rounded up.
        var share = (open.Count + others) / (others + 1);
        foreach (var reader in _reading.Values.Skip(share))
        {
            reader.LetGo();
        }
        foreach (var shard in open.Where(IsReady))
        {
            if (_reading.Count >= share)
            {
                break;
            }
            if (await TryTakeAsync(shard, leases.GetValueOrDefault(shard.Id), now, cancellationToken) is { } lease)
            {
                // At once: taking the next one may fail.
                _work.Add(ReadAsync(lease, cancellationToken));
            }
        }

        bool IsFinished(string id) => leases.TryGetValue(id, out var lease) && lease.IsFinished;
        // A parent that is no longer listed has no records left.
        bool IsReady(Shard shard) =>
            !_reading.ContainsKey(shard.Id)
            && (shard.ParentId is null || !ids.Contains(shard.ParentId) || IsFinished(shard.ParentId));
    }

    private async Task<int> CountOthersAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now - _beat >= BeatInterval)
        {
            await table.WriteAsync(new WorkerBeat(owner, now + LeaseTime).Write(), cancellationToken);
            _beat = now;
        }
        var others = (await AllAsync(WorkerBeat.All, cancellationToken))
            .Select(WorkerBeat.FromItem)
            .Where(beat => beat.Owner != owner)
            .ToLookup(beat => beat.AliveUntil > now);
        foreach (var dead in others[false])
        {
            await table.WriteAsync(WorkerBeat.Leave(dead.Owner), cancellationToken);
        }
        return others[true].Count();
    }

    private async Task<List<Item>> AllAsync(Query query, CancellationToken cancellationToken)
    {
        var items = new List<Item>();
        for (Page? page = null; page is null || page.Next is not null; )
        {
            page = await table.QueryAsync(query with { After = page?.Next }, cancellationToken);
            items.AddRange(page.Items);
        }
        return items;
    }

    private async Task<ShardLease?> TryTakeAsync(
        Shard shard,
        ShardLease? before,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (before is not null && before.Until > now)
        {
            return null;
        }
        var lease = new ShardLease(
            shard.Id,
            owner,
            now + LeaseTime,
            (before?.Fence ?? 0) + 1,
            before?.Checkpoint,
            IsFinished: false
        );
        var write = before is null ? lease.TakeFirst() : lease.Follow(before);
        return await table.WriteAsync(write, cancellationToken) is WriteResult.Written ? lease : null;
    }

    private async Task ReadAsync(ShardLease lease, CancellationToken cancellationToken)
    {
        var reader = new ShardReader(streams, table, _applier, time, logger, lease);
        _reading[lease.ShardId] = reader;
        try
        {
            await reader.RunAsync(cancellationToken);
        }
        finally
        {
            _reading.TryRemove(lease.ShardId, out _);
        }
    }

    [LoggerMessage(
        3021,
        LogLevel.Warning,
        "The shard {ShardId} is gone before it was applied to its end; all inboxes are compared with the log."
    )]
    private partial void LogVanished(string shardId);

    [LoggerMessage(3020, LogLevel.Error, "The shards of the table's stream could not be looked at; trying again.")]
    private partial void LogFailed(Exception exception);
}
