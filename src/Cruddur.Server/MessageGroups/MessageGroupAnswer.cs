using Cruddur.Inbox;
using Cruddur.Users;

namespace Cruddur.Server.MessageGroups;

/// <summary>A message group as one of its members sees it, in the original's shape and with its sequences.</summary>
/// <param name="UserUuid">The other person; <paramref name="Handle"/> and <paramref name="DisplayName"/> as they are now.</param>
/// <param name="Message">The last message, cut at 200 characters or 600 bytes; null before the first.</param>
/// <param name="CreatedAt">When the last message was sent.</param>
/// <param name="UnreadCount">The other person's messages after <paramref name="ReadSeq"/>.</param>
public sealed record MessageGroupAnswer(
    Guid Uuid,
    Guid UserUuid,
    string Handle,
    string DisplayName,
    string? Message,
    DateTimeOffset? CreatedAt,
    Guid? LastUserUuid,
    long LastSeq,
    long ReadSeq,
    long UnreadCount
)
{
    public static MessageGroupAnswer Of(InboxRow row, IReadOnlyDictionary<Guid, UserProfile> people)
    {
        var other = people.GetValueOrDefault(row.OtherUserUuid);
        return new MessageGroupAnswer(
            row.MessageGroupUuid,
            row.OtherUserUuid,
            other?.Handle.Value ?? "",
            other?.DisplayName.Value ?? "",
            row.Preview,
            row.LastMessageAt,
            row.LastUserUuid,
            row.LastSeq,
            row.ReadSeq,
            row.UnreadCount
        );
    }
}

/// <summary>One message group, and how far the other person has read it.</summary>
public sealed record MessageGroupDetailAnswer(
    Guid Uuid,
    Guid UserUuid,
    string Handle,
    string DisplayName,
    string? Message,
    DateTimeOffset? CreatedAt,
    Guid? LastUserUuid,
    long LastSeq,
    long ReadSeq,
    long UnreadCount,
    long OtherReadSeq
)
{
    public static MessageGroupDetailAnswer Of(
        InboxRow row,
        long otherReadSeq,
        IReadOnlyDictionary<Guid, UserProfile> people
    )
    {
        var group = MessageGroupAnswer.Of(row, people);
        return new MessageGroupDetailAnswer(
            group.Uuid,
            group.UserUuid,
            group.Handle,
            group.DisplayName,
            group.Message,
            group.CreatedAt,
            group.LastUserUuid,
            group.LastSeq,
            group.ReadSeq,
            group.UnreadCount,
            otherReadSeq
        );
    }
}

/// <summary>With whom to open a message group.</summary>
public sealed record OpenMessageGroupRequest(string? Handle);

/// <summary>Up to which sequence the caller has read.</summary>
public sealed record MarkReadRequest(long? Seq);

/// <summary>How far the caller has read a message group.</summary>
public sealed record ReadMarkAnswer(Guid MessageGroupUuid, long ReadSeq, long UnreadCount);

/// <summary>All unread messages of the caller.</summary>
public sealed record UnreadCounterAnswer(long Count);
