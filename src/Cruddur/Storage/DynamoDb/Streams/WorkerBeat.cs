using Cruddur.Runtime;

namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>A server that reads shards, or would: the others leave it its share.</summary>
/// <remarks>
/// Table: <c>pk = FEED#inbox</c>, <c>sk = WORKER#{owner}</c>; <c>alive_until</c>.
/// </remarks>
internal sealed record WorkerBeat(string Owner, DateTimeOffset AliveUntil)
{
    private const string Prefix = "WORKER#";

    public static readonly Query All = new(
        ShardLease.Partition,
        SortRange.StartingWith(Prefix),
        Limit: 1000,
        Consistency.Strong
    );

    private static Key KeyOf(string owner) => new(ShardLease.Partition, Prefix + owner);

    /// <summary>The server is no more.</summary>
    public static Write Leave(string owner) => new Write.Delete(KeyOf(owner), Condition.None);

    public Write Write() =>
        new Write.Put(new Item(KeyOf(Owner), [new("alive_until", UnixTime.From(AliveUntil))]), Condition.None);

    public static WorkerBeat FromItem(Item item) => new(item.Key.Sort[Prefix.Length..], item.Time("alive_until"));
}
