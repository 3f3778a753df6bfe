using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Inbox;

/// <summary>What a member sees of a message group in the list: derived from the log, but for how far they have read.</summary>
/// <param name="OthersCount">Messages of others up to <paramref name="LastSeq"/>.</param>
/// <param name="OthersReadCount">Messages of others up to <paramref name="ReadSeq"/>.</param>
/// <param name="ChangedAt">When it was last written, by the writer's clock; null in rows of before there was this.</param>
/// <remarks>
/// Table: <c>pk = GRP#{user_uuid}</c>, <c>sk = {message_group_uuid}</c>, for ever the same key; <c>other_user_uuid,
/// last_seq, last_message_at, last_user_uuid, message, others_count, read_seq, others_read_count, changed_at</c>. Names and handles
/// are looked up when it is shown.
/// </remarks>
public sealed record InboxRow(
    Guid UserUuid,
    Guid MessageGroupUuid,
    Guid OtherUserUuid,
    long LastSeq,
    DateTimeOffset? LastMessageAt,
    Guid? LastUserUuid,
    string? Preview,
    long OthersCount,
    long ReadSeq,
    long OthersReadCount,
    DateTimeOffset? ChangedAt
)
{
    /// <summary>Two hundred characters, but never so many bytes that the row needs a second write unit.</summary>
    private const int PreviewCharacters = 200;
    private const int PreviewBytes = 600;

    private const string PartitionPrefix = "GRP#";
    private const string ChangedAtName = "changed_at";

    public const string LastSeqName = "last_seq";
    public const string ReadSeqName = "read_seq";

    /// <summary>
    /// Messages of others that this member has not read. Both counts come from the log, so it cannot drift; a read mark
    /// that is ahead of what the projector has seen gives 0.
    /// </summary>
    public long UnreadCount => Math.Max(0, OthersCount - OthersReadCount);

    public static InboxRow Empty(MessageGroup group, Guid userUuid) =>
        new(userUuid, group.Uuid, group.OtherThan(userUuid), 0, null, null, null, 0, 0, 0, group.CreatedAt);

    public static string PartitionOf(Guid userUuid) => $"{PartitionPrefix}{userUuid:D}";

    /// <summary>Whether an item under this key is an inbox row, and whose.</summary>
    public static bool IsKey(Key key, out Guid userUuid)
    {
        userUuid = default;
        return key.Partition.StartsWith(PartitionPrefix, StringComparison.Ordinal)
            && Guid.TryParseExact(key.Partition.AsSpan(PartitionPrefix.Length), "D", out userUuid);
    }

    public static Key KeyOf(Guid userUuid, Guid messageGroupUuid) =>
        new(PartitionOf(userUuid), messageGroupUuid.ToString("D"));

    /// <summary>
    /// The row follows an entry, if it is behind it: a maximum, so that it may be done again, late or out of order.
    /// </summary>
    public static Write.Update Follow(MessageEntry entry, MessageGroup group, Guid userUuid, DateTimeOffset now) =>
        new(
            KeyOf(userUuid, group.Uuid),
            new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                [LastSeqName] = entry.Seq,
                ["last_message_at"] = UnixTime.From(entry.CreatedAt),
                ["last_user_uuid"] = entry.SenderUuid.ToString("D"),
                ["message"] = MessageText.Preview(entry.Text, PreviewCharacters, PreviewBytes),
                ["others_count"] = entry.Counts.ByOthersThan(group.OrdinalOf(userUuid)),
                [ChangedAtName] = UnixTime.From(now),
            },
            Condition.LessThan(LastSeqName, entry.Seq)
        );

    /// <summary>The member has read up to an entry, if not further already: a read mark never goes back.</summary>
    public static Write.Update MarkRead(MessageEntry entry, MessageGroup group, Guid userUuid, DateTimeOffset now) =>
        new(
            KeyOf(userUuid, group.Uuid),
            new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                [ReadSeqName] = entry.Seq,
                ["others_read_count"] = entry.Counts.ByOthersThan(group.OrdinalOf(userUuid)),
                [ChangedAtName] = UnixTime.From(now),
            },
            Condition.LessThan(ReadSeqName, entry.Seq)
        );

    public Item ToItem()
    {
        var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            ["other_user_uuid"] = OtherUserUuid.ToString("D"),
            [LastSeqName] = LastSeq,
            ["others_count"] = OthersCount,
            [ReadSeqName] = ReadSeq,
            ["others_read_count"] = OthersReadCount,
        };
        if (LastMessageAt is { } lastMessageAt && LastUserUuid is { } lastUserUuid && Preview is not null)
        {
            attributes["last_message_at"] = UnixTime.From(lastMessageAt);
            attributes["last_user_uuid"] = lastUserUuid.ToString("D");
            attributes["message"] = Preview;
        }
        if (ChangedAt is { } changedAt)
        {
            attributes[ChangedAtName] = UnixTime.From(changedAt);
        }
        return new Item(KeyOf(UserUuid, MessageGroupUuid), attributes);
    }

    /// <exception cref="ItemFormatException">The item is not an inbox row of the user.</exception>
    public static InboxRow FromItem(Guid userUuid, Item item)
    {
        if (!Guid.TryParseExact(item.Key.Sort, "D", out var messageGroupUuid))
        {
            throw new ItemFormatException($"The key {item.Key} is not that of an inbox row.");
        }
        var hasMessage = item.Number(LastSeqName) > 0;
        return new InboxRow(
            userUuid,
            messageGroupUuid,
            item.Uuid("other_user_uuid"),
            item.Number(LastSeqName),
            hasMessage ? UnixTime.ToTime(item.Number("last_message_at")) : null,
            hasMessage ? item.Uuid("last_user_uuid") : null,
            hasMessage ? item.Text("message") : null,
            item.Number("others_count"),
            item.Number(ReadSeqName),
            item.Number("others_read_count"),
            item.NumberOrNull(ChangedAtName) is { } changedAt ? UnixTime.ToTime(changedAt) : null
        );
    }
}
