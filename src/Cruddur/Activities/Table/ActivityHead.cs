using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Activities.Table;

/// <summary>A post or reply in the table: its words are here and nowhere else.</summary>
/// <param name="Message">Null once it was taken back.</param>
/// <remarks>
/// Table: <c>pk = POST#{uuid}</c>, <c>sk = HEAD</c>; <c>user_uuid, message, created_at, expires_at</c>, of a reply
/// <c>reply_to_activity_uuid</c>. Only the message ever changes: it goes when it is taken back, for <c>deleted_at</c>. What is
/// left until its time is over answers whoever posts the same again.
/// </remarks>
internal sealed record ActivityHead(
    Guid Uuid,
    Guid UserUuid,
    string? Message,
    Guid? ReplyToUuid,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt
)
{
    private const string PartitionPrefix = "POST#";
    private const string MessageName = "message";
    private const string ReplyToName = "reply_to_activity_uuid";

    public const string Sort = "HEAD";

    public static string PartitionOf(Guid uuid) => $"{PartitionPrefix}{uuid:D}";

    public static Key KeyOf(Guid uuid) => new(PartitionOf(uuid), Sort);

    public ActivityPlace Place => ActivityPlace.Of(Uuid, CreatedAt);

    public ActivityContent Content => new(UserUuid, Message, ReplyToUuid, CreatedAt, ExpiresAt);

    /// <summary>Takes the words away, once.</summary>
    public Write.Update TakeBack(DateTimeOffset now) =>
        new(
            KeyOf(Uuid),
            new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { ["deleted_at"] = UnixTime.From(now) },
            Condition.EqualTo(MessageName, Message!)
        )
        {
            Remove = [MessageName],
        };

    public Item ToItem()
    {
        List<KeyValuePair<string, AttributeValue>> attributes =
        [
            new("user_uuid", UserUuid.ToString("D")),
            new(MessageName, Message!),
            new("created_at", UnixTime.From(CreatedAt)),
            new(TableSchema.TimeToLive, ExpiresAt.ToUnixTimeSeconds()),
        ];
        if (ReplyToUuid is { } replyTo)
        {
            attributes.Add(new(ReplyToName, replyTo.ToString("D")));
        }
        return new Item(KeyOf(Uuid), attributes);
    }

    public static ActivityHead FromItem(Guid uuid, Item item) =>
        new(
            uuid,
            item.Uuid("user_uuid"),
            item.TextOrNull(MessageName),
            item.TextOrNull(ReplyToName) is null ? null : item.Uuid(ReplyToName),
            item.Time("created_at"),
            ActivityExpiry.Of(item)
        );

    public override string ToString() => $"activity {Uuid}";
}

/// <summary>The time at which an item of an activity ends, as the table's time to live counts.</summary>
internal static class ActivityExpiry
{
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <exception cref="ItemFormatException">There is none, or it is no time.</exception>
    public static DateTimeOffset Of(Item item) =>
        item.Number(TableSchema.TimeToLive) is >= 0 and var seconds && seconds <= Latest
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new ItemFormatException(
                $"The item {item.Key} should have seconds since 1970 in '{TableSchema.TimeToLive}'."
            );

    /// <summary>Holds while an item is of the activity that it was of when it was read.</summary>
    public static Condition IsUnchanged(Item item) =>
        Condition.EqualTo(TableSchema.TimeToLive, item.Number(TableSchema.TimeToLive));
}
