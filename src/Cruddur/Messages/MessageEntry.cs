using System.Globalization;
using Cruddur.MessageGroups;
using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Messages;

/// <summary>An entry of a group's log: a message, at its sequence, for ever.</summary>
/// <param name="Seq">1, 2, 3, … without a gap.</param>
/// <param name="Counts">
/// How many messages each member had sent up to and with this entry. Unread counts are differences of these, so that
/// they are derived from the log and cannot drift.
/// </param>
/// <remarks>
/// Table: <c>pk = MSG#{message_group_uuid}</c>, <c>sk = {seq, 12 digits}</c>; <c>message_uuid, user_uuid, message,
/// created_at, count_0, count_1</c>. Immutable.
/// </remarks>
public sealed record MessageEntry(
    Guid MessageGroupUuid,
    long Seq,
    Guid MessageUuid,
    Guid SenderUuid,
    string Text,
    DateTimeOffset CreatedAt,
    MessageCounts Counts
)
{
    private const string PartitionPrefix = "MSG#";
    private const string SeqFormat = "D12";

    /// <summary>The last sequence that its 12 digits can hold.</summary>
    public const long MaxSeq = 999_999_999_999;

    public static string PartitionOf(Guid messageGroupUuid) => $"{PartitionPrefix}{messageGroupUuid:D}";

    public static string SortOf(long seq) =>
        seq is >= 0 and <= MaxSeq
            ? seq.ToString(SeqFormat, CultureInfo.InvariantCulture)
            : throw new ArgumentOutOfRangeException(nameof(seq), seq, "A sequence has at most 12 digits.");

    public static Key KeyOf(Guid messageGroupUuid, long seq) => new(PartitionOf(messageGroupUuid), SortOf(seq));

    /// <summary>Whether an item under this key is an entry of a log.</summary>
    public static bool IsKey(Key key) => key.Partition.StartsWith(PartitionPrefix, StringComparison.Ordinal);

    public Item ToItem() =>
        new(
            KeyOf(MessageGroupUuid, Seq),
            [
                new("message_uuid", MessageUuid.ToString("D")),
                new("user_uuid", SenderUuid.ToString("D")),
                new("message", Text),
                new("created_at", UnixTime.From(CreatedAt)),
                new("count_0", Counts.First),
                new("count_1", Counts.Second),
            ]
        );

    /// <exception cref="ItemFormatException">The item is not an entry of a log.</exception>
    public static MessageEntry FromItem(Item item)
    {
        if (
            !IsKey(item.Key)
            || !Guid.TryParseExact(item.Key.Partition.AsSpan(PartitionPrefix.Length), "D", out var messageGroupUuid)
            || !long.TryParse(item.Key.Sort, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
        )
        {
            throw new ItemFormatException($"The key {item.Key} is not that of an entry of a log.");
        }
        return new MessageEntry(
            messageGroupUuid,
            seq,
            item.Uuid("message_uuid"),
            item.Uuid("user_uuid"),
            item.Text("message"),
            item.Time("created_at"),
            new MessageCounts(item.Number("count_0"), item.Number("count_1"))
        );
    }
}

/// <summary>How many messages each member had sent, by <see cref="MessageGroup.OrdinalOf"/>.</summary>
public readonly record struct MessageCounts(long First, long Second)
{
    public long By(int ordinal) => ordinal == 0 ? First : Second;

    /// <summary>Messages of everybody but this member.</summary>
    public long ByOthersThan(int ordinal) => First + Second - By(ordinal);

    public MessageCounts PlusOneBy(int ordinal) =>
        ordinal == 0 ? this with { First = First + 1 } : this with { Second = Second + 1 };
}
