using Cruddur.Runtime;

namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>
/// A record of the feed that could not be applied, set aside so that those behind it are: an operator looks at it, repairs
/// what it is about, and deletes it.
/// </summary>
/// <remarks>
/// Table: <c>pk = POISON#inbox</c>, <c>sk = {event id}</c>; <c>sequence_number, reason, set_aside_at</c>, and
/// <c>record_pk, record_sk</c> when they could be read. DynamoDB gives the event id, so it is the same whoever meets the
/// record, a server or the Lambda, and nothing that a person writes can be one; on the embedded engine it is the position.
/// </remarks>
internal sealed record PoisonRecord(StreamRecord Record, string Reason, DateTimeOffset SetAsideAt)
{
    public const string Partition = "POISON#inbox";

    /// <summary>Again and again the same: it may be met more than once.</summary>
    public Write Write()
    {
        List<KeyValuePair<string, AttributeValue>> attributes =
        [
            new("sequence_number", Record.SequenceNumber),
            new("reason", Reason),
            new("set_aside_at", UnixTime.From(SetAsideAt)),
        ];
        if (Record.Change is { } change)
        {
            attributes.Add(new("record_pk", change.Key.Partition));
            attributes.Add(new("record_sk", change.Key.Sort));
        }
        return new Write.Put(new Item(new Key(Partition, Record.EventId), attributes), Condition.None);
    }
}
