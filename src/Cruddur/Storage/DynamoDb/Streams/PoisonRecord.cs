using Cruddur.Runtime;

namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>
/// A record of the stream that could not be applied, set aside so that those behind it are: an operator looks at it, repairs
/// what it is about, and deletes it.
/// </summary>
/// <remarks>
/// Table: <c>pk = POISON#inbox</c>, <c>sk = {shard id}#{sequence number}</c>; <c>reason, set_aside_at</c>, and
/// <c>record_pk, record_sk</c> when they could be read.
/// </remarks>
internal sealed record PoisonRecord(string ShardId, StreamRecord Record, string Reason, DateTimeOffset SetAsideAt)
{
    public const string Partition = "POISON#inbox";

    /// <summary>Again and again the same: it may be met more than once.</summary>
    public Write Write()
    {
        List<KeyValuePair<string, AttributeValue>> attributes =
        [
            new("reason", Reason),
            new("set_aside_at", UnixTime.From(SetAsideAt)),
        ];
        if (Record.Change is { } change)
        {
            attributes.Add(new("record_pk", change.Key.Partition));
            attributes.Add(new("record_sk", change.Key.Sort));
        }
        var key = new Key(Partition, $"{ShardId}#{Record.SequenceNumber}");
        return new Write.Put(new Item(key, attributes), Condition.None);
    }
}
