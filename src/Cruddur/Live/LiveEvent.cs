using Cruddur.Inbox;
using Cruddur.Messages;

namespace Cruddur.Live;

/// <summary>
/// Something that a stream tells a user. A hint, of which the log is the truth: all it says are maxima, so that repeats and
/// disorder are harmless. docs/api.md says what each looks like.
/// </summary>
public abstract record LiveEvent
{
    private LiveEvent() { }

    /// <summary>The first of a stream.</summary>
    /// <param name="IsResumed">What follows is what changed since the client's cursor, not everything.</param>
    public sealed record Ready(EventCursor Cursor, bool IsResumed) : LiveEvent;

    /// <summary>The client's cursor is none of this store: what it keeps of messages and groups is not to be relied on.</summary>
    public sealed record Reset(CursorFault Fault) : LiveEvent;

    /// <summary>Rows of the user as they are now.</summary>
    public sealed record InboxChanged(IReadOnlyList<InboxRow> Rows) : LiveEvent;

    /// <summary>A new entry of a log.</summary>
    public sealed record MessageCreated(MessageEntry Entry) : LiveEvent;

    /// <summary>A member, this one or the other, has read a group up to a sequence.</summary>
    public sealed record ReadAdvanced(Guid MessageGroupUuid, Guid UserUuid, long ReadSeq) : LiveEvent;

    /// <summary>The other member is writing.</summary>
    public sealed record Typing(Guid MessageGroupUuid, Guid UserUuid) : LiveEvent;

    /// <summary>What the client holds now, if nothing was lost.</summary>
    public sealed record Heartbeat(string Digest, long UnreadCount) : LiveEvent;

    /// <summary>For the stream, not the client: it is time for a heartbeat.</summary>
    public sealed record Beat : LiveEvent
    {
        public static readonly Beat Now = new();
    }
}

/// <summary>An event, and the cursor from which a stream goes on behind it.</summary>
public sealed record SentEvent(LiveEvent Event, EventCursor Cursor);
