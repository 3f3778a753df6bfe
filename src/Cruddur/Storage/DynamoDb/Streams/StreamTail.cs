using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>
/// The end of the table's stream: all its shards, on every server, without leases or checkpoints, as nothing is lost that a
/// heartbeat does not show. A shard that opens later is read from its beginning, behind its parent.
/// </summary>
internal sealed partial class StreamTail(IStreams streams, TimeProvider time, ILogger<StreamTail> logger) : IChangeTail
{
    private const int BatchSize = 1000;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    // A shard may be asked five times a second by all of its readers together, and the projector asks four times.
    private static readonly TimeSpan EmptyPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Task> _reading = new(StringComparer.Ordinal);

    // Shards that are, or were, read; null while this has not begun.
    private HashSet<string>? _known;
    private Dictionary<string, string> _latest = new(StringComparer.Ordinal);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BeginAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // No reason not to serve: it is tried again, and heartbeats show what was missed.
            LogFailed(exception);
        }
    }

    public async Task RunAsync(Func<Change, CancellationToken, Task> see, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(see, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            await PauseAsync(LookInterval, cancellationToken);
        }
        await Task.WhenAll(_reading.Values);
    }

    /// <summary>Takes the end of every shard; the reading of one that is closed is over at once.</summary>
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var shards = await streams.ListShardsAsync(cancellationToken);
        var latest = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var shard in shards)
        {
            latest[shard.Id] = await streams.GetLatestIteratorAsync(shard.Id, cancellationToken);
        }
        _latest = latest;
        _known = shards.Select(shard => shard.Id).ToHashSet(StringComparer.Ordinal);
    }

    private async Task LookAsync(Func<Change, CancellationToken, Task> see, CancellationToken cancellationToken)
    {
        if (_known is null)
        {
            await BeginAsync(cancellationToken);
        }
        foreach (var (shardId, iterator) in _latest)
        {
            _reading[shardId] = ReadAsync(new Place(shardId, iterator), see, cancellationToken);
        }
        _latest = [];
        foreach (var (shardId, _) in _reading.Where(pair => pair.Value.IsCompleted))
        {
            _reading.TryRemove(shardId, out _);
        }
        var shards = await streams.ListShardsAsync(cancellationToken);
        var ids = shards.Select(shard => shard.Id).ToHashSet(StringComparer.Ordinal);
        _known!.IntersectWith(ids);
        foreach (var shard in shards.Where(shard => !_known.Contains(shard.Id) && IsReady(shard.ParentId)).ToList())
        {
            _known.Add(shard.Id);
            _reading[shard.Id] = ReadAsync(new Place(shard.Id, Iterator: null), see, cancellationToken);
        }

        // Behind its parent, which may be new as well.
        bool IsReady(string? parentId) =>
            parentId is null
            || !ids.Contains(parentId)
            || (_known.Contains(parentId) && !_reading.ContainsKey(parentId));
    }

    /// <summary>Until the shard ends.</summary>
    private async Task ReadAsync(
        Place place,
        Func<Change, CancellationToken, Task> see,
        CancellationToken cancellationToken
    )
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                // Where a shard's end was taken and its iterator grew old before anything came, all of it comes: told
                // twice, but not lost.
                var iterator =
                    place.Iterator ?? await streams.GetIteratorAsync(place.ShardId, place.After, cancellationToken);
                var page = await streams.GetRecordsAsync(iterator, BatchSize, cancellationToken);
                // One that cannot be read is the projector's business to set aside.
                foreach (var change in page.Records.Select(record => record.Change).OfType<Change>())
                {
                    await see(change, cancellationToken);
                }
                if (page.Next is null)
                {
                    return;
                }
                var after = page.Records.Count > 0 ? page.Records[^1].SequenceNumber : place.After;
                place = place with { Iterator = page.Next, After = after };
                await PauseAsync(page.Records.Count > 0 ? TimeSpan.Zero : EmptyPause, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (StreamsException gone) when (gone.IsGone)
            {
                return;
            }
            catch (StreamsException old) when (old.IsExpired || old.IsTrimmed)
            {
                place = place with { Iterator = null, After = old.IsTrimmed ? null : place.After };
            }
            catch (Exception exception)
            {
                // Throttled by the other readers of the shard, or worse: from the same place again.
                LogShardFailed(place.ShardId, exception);
                await PauseAsync(RetryPause, cancellationToken);
            }
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(3051, LogLevel.Warning, "The table's stream could not be looked at for streams; trying again.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(3052, LogLevel.Warning, "The shard {ShardId} could not be read for streams; trying again.")]
    private partial void LogShardFailed(string shardId, Exception exception);

    /// <summary>How far a shard is read.</summary>
    /// <param name="After">The last record's number; null before the first.</param>
    private sealed record Place(string ShardId, string? Iterator, string? After = null);
}
