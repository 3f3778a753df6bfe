using Cruddur.Inbox;
using Microsoft.Extensions.Logging;

namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>
/// Applies records of the table's stream to the inboxes, wherever they come from: a shard that a server reads, an
/// event of the Lambda, or a page of the embedded engine's feed in which something is wrong. A record that can never be applied is set aside in the table, so that those behind it are.
/// </summary>
public sealed partial class RecordApplier(ITable table, InboxProjector projector, TimeProvider time, ILogger logger)
{
    // A batch may be of hundreds of groups, and each costs a read and two writes: all at once, a small machine could not
    // even open its connections before the attempts for them time out.
    private const int GroupsAtOnce = 32;

    /// <summary>Each group on its own, so that what is wrong with one keeps no other waiting.</summary>
    /// <returns>
    /// The first record that is not applied, though it should be: to be delivered again, with all behind it. Some of those
    /// may be applied already; they may be again. Null when nothing is left to do.
    /// </returns>
    public async Task<Unapplied?> ApplyAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellationToken)
    {
        var groups = records
            .Where(IsOurs)
            .Order(StreamRecord.BySequence)
            .GroupBy(record => record.Change?.Key.Partition, StringComparer.Ordinal);
        var unapplied = new List<Unapplied>();
        foreach (var some in groups.Chunk(GroupsAtOnce))
        {
            var left = await Task.WhenAll(some.Select(group => FollowAsync([.. group], cancellationToken)));
            unapplied.AddRange(left.OfType<Unapplied>());
        }
        return unapplied.MinBy(one => one.Record, StreamRecord.BySequence);
    }

    /// <summary>Whether there is something to apply. One whose key cannot be read may be ours.</summary>
    internal static bool IsOurs(StreamRecord record) =>
        record.Change is not { } change || InboxProjector.Follows(change.Kind, change.Key);

    /// <param name="records">Of one group, in order.</param>
    private async Task<Unapplied?> FollowAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellationToken)
    {
        try
        {
            await projector.ApplyAsync([.. records.Select(record => record.Required())], cancellationToken);
            return null;
        }
        catch (ItemFormatException) when (records.Count > 1)
        {
            return await FollowOneByOneAsync(records, cancellationToken);
        }
        catch (ItemFormatException exception)
        {
            return await SetAsideAsync(records[0], exception.Message, cancellationToken);
        }
        // Whatever it was: the others' records are no worse for it.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new Unapplied(records[0], exception);
        }
    }

    /// <summary>One of them cannot be applied: which one shows so.</summary>
    private async Task<Unapplied?> FollowOneByOneAsync(
        IReadOnlyList<StreamRecord> records,
        CancellationToken cancellationToken
    )
    {
        foreach (var record in records)
        {
            if (await FollowAsync([record], cancellationToken) is { } unapplied)
            {
                return unapplied;
            }
        }
        return null;
    }

    private async Task<Unapplied?> SetAsideAsync(
        StreamRecord record,
        string reason,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var poison = new PoisonRecord(record, reason, time.GetUtcNow());
            await table.WriteAsync(poison.Write(), cancellationToken);
            LogSetAside(record.SequenceNumber, record.EventId, reason);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new Unapplied(record, exception);
        }
    }

    [LoggerMessage(
        3033,
        LogLevel.Error,
        "The record {SequenceNumber} of the table's feed could not be applied and is set aside under POISON#inbox / {EventId}: {Reason}"
    )]
    private partial void LogSetAside(string sequenceNumber, string eventId, string reason);
}

/// <summary>A record that is not applied yet, and what kept it from being.</summary>
public sealed record Unapplied(StreamRecord Record, Exception Cause);
