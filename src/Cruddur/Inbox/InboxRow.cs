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
    internal const string ChangedAtName = "changed_at";

    public const string LastSeqName = "last_seq";
    public const string ReadSeqName = "read_seq";

    /// <summary>What the projector writes: all of it follows from the log and the group.</summary>
    internal static readonly IReadOnlyList<string> LogAttributes =
    [
        "other_user_uuid",
        LastSeqName,
        "last_message_at",
        "last_user_uuid",
        "message",
        "others_count",
    ];

    /// <summary>What a read mark writes: the member's own sequence, and what the log counts up to it.</summary>
    internal static readonly IReadOnlyList<string> ReadAttributes = [ReadSeqName, "others_read_count"];

    /// <summary>
    /// Messages of others that this member has not read. Both counts come from the log, so it cannot drift; a read mark
    /// that is ahead of what the projector has seen gives 0.
    /// </summary>
    public long UnreadCount => Math.Max(0, OthersCount - OthersReadCount);

    public static InboxRow Empty(MessageGroup group, Guid userUuid) =>
        new(userUuid, group.Uuid, group.OtherThan(userUuid), 0, null, null, null, 0, 0, 0, group.CreatedAt);

    /// <summary>The row that the log says.</summary>
    /// <param name="last">The log's last entry; null for an empty log.</param>
    /// <param name="read">The entry up to which the member has read; null for none.</param>
    /// <param name="now">When it is written, should it be.</param>
    public static InboxRow Fold(
        MessageGroup group,
        Guid userUuid,
        MessageEntry? last,
        MessageEntry? read,
        DateTimeOffset now
    )
    {
        var ordinal = group.OrdinalOf(userUuid);
        return new InboxRow(
            userUuid,
            group.Uuid,
            group.OtherThan(userUuid),
            last?.Seq ?? 0,
            last?.CreatedAt,
            last?.SenderUuid,
            last is null ? null : PreviewOf(last),
            last?.Counts.ByOthersThan(ordinal) ?? 0,
            read?.Seq ?? 0,
            read?.Counts.ByOthersThan(ordinal) ?? 0,
            now
        );
    }

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
                ["message"] = PreviewOf(entry),
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

    private static string PreviewOf(MessageEntry entry) =>
        MessageText.Preview(entry.Text, PreviewCharacters, PreviewBytes);

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

    /// <exception cref="ItemFormatException">It is not the key of an inbox row.</exception>
    public static Guid GroupOf(Key key) =>
        Guid.TryParseExact(key.Sort, "D", out var messageGroupUuid)
            ? messageGroupUuid
            : throw new ItemFormatException($"The key {key} is not that of an inbox row.");

    /// <exception cref="ItemFormatException">The item is not an inbox row of the user.</exception>
    public static InboxRow FromItem(Guid userUuid, Item item)
    {
        var messageGroupUuid = GroupOf(item.Key);
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
