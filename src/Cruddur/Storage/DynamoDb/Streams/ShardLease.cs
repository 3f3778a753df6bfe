using Cruddur.Runtime;

namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>Who reads a shard, and how far they have applied it.</summary>
/// <remarks>
/// Table: <c>pk = FEED#inbox</c>, <c>sk = SHARD#{shard id}</c>; <c>owner, lease_until, fence, is_finished</c>, and
/// <c>checkpoint</c> once there is one.
/// </remarks>
/// <param name="Fence">Goes up with every taking: what a former owner writes afterwards is refused.</param>
/// <param name="Checkpoint">The sequence number up to which all records are applied; null for none.</param>
/// <param name="IsFinished">The shard is closed and applied to its end.</param>
internal sealed record ShardLease(
    string ShardId,
    string Owner,
    DateTimeOffset Until,
    long Fence,
    string? Checkpoint,
    bool IsFinished
)
{
    public const string Partition = "FEED#inbox";
    private const string Prefix = "SHARD#";
    private const string FenceName = "fence";

    public static readonly Query All = new(Partition, SortRange.StartingWith(Prefix), Limit: 1000, Consistency.Strong);

    public Key Key => new(Partition, Prefix + ShardId);

    /// <summary>The first taking of a shard; refused when there has been one.</summary>
    public Write TakeFirst() => new Write.Put(ToItem(), Condition.NotExists);

    /// <summary>Writes this, which follows a lease; refused when somebody else has taken it since.</summary>
    public Write Follow(ShardLease before) => new Write.Put(ToItem(), Condition.EqualTo(FenceName, before.Fence));

    /// <summary>Of a shard that is no more.</summary>
    public Write Forget() => new Write.Delete(Key, Condition.EqualTo(FenceName, Fence));

    public static ShardLease FromItem(Item item) =>
        new(
            item.Key.Sort[Prefix.Length..],
            item.Text("owner"),
            item.Time("lease_until"),
            item.Number(FenceName),
            item.TextOrNull("checkpoint"),
            item.Number("is_finished") == 1
        );

    private Item ToItem()
    {
        List<KeyValuePair<string, AttributeValue>> attributes =
        [
            new("owner", Owner),
            new("lease_until", UnixTime.From(Until)),
            new(FenceName, Fence),
            new("is_finished", IsFinished ? 1 : 0),
        ];
        if (Checkpoint is not null)
        {
            attributes.Add(new("checkpoint", Checkpoint));
        }
        return new Item(Key, attributes);
    }
}
