using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;

namespace Cruddur.Inbox;

/// <summary>
/// Items by which readers of a table's own feed know how far they are. They mean nothing in another table, whose feed is
/// another one.
/// </summary>
public static class FeedItems
{
    public static bool IsOne(Key key) =>
        key.Partition == ProjectorPosition.Key.Partition
        || key.Partition == ShardLease.Partition
        || key.Partition == PoisonRecord.Partition;

    /// <summary>How many servers share the stream of a table at this moment.</summary>
    public static async Task<int> CountServersAsync(
        ITable table,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var page = await table.QueryAsync(WorkerBeat.All, cancellationToken);
        return page.Items.Count(item => WorkerBeat.FromItem(item).AliveUntil > now);
    }
}
