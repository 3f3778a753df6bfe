using System.Diagnostics.CodeAnalysis;
using Cruddur.Runtime;

namespace Cruddur.Inbox;

/// <summary>A place in the order of an inbox: the newest activity first, then by uuid.</summary>
public readonly record struct InboxCursor(long LastMessageAt, Guid MessageGroupUuid) : IComparable<InboxCursor>
{
    public static InboxCursor Of(InboxRow row) =>
        new(row.LastMessageAt is { } at ? UnixTime.From(at) : 0, row.MessageGroupUuid);

    public int CompareTo(InboxCursor other) =>
        LastMessageAt != other.LastMessageAt
            ? other.LastMessageAt.CompareTo(LastMessageAt)
            : MessageGroupUuid.CompareTo(other.MessageGroupUuid);

    public static bool operator <(InboxCursor left, InboxCursor right) => left.CompareTo(right) < 0;

    public static bool operator >(InboxCursor left, InboxCursor right) => left.CompareTo(right) > 0;

    public static bool operator <=(InboxCursor left, InboxCursor right) => left.CompareTo(right) <= 0;

    public static bool operator >=(InboxCursor left, InboxCursor right) => left.CompareTo(right) >= 0;

    /// <summary>As it is on the wire.</summary>
    public override string ToString() => PlaceToken.Of(LastMessageAt, MessageGroupUuid);

    public static bool TryParse([NotNullWhen(true)] string? text, out InboxCursor cursor)
    {
        var parsed = PlaceToken.TryParse(text, out var lastMessageAt, out var uuid);
        cursor = new InboxCursor(lastMessageAt, uuid);
        return parsed;
    }
}
