using System.Runtime.InteropServices;

namespace Cruddur.Messages;

/// <summary>
/// What a node remembers of the end of a group's log: the last entry, and who sent which message_uuid in some entries
/// before it, without a gap. Entries are immutable, so what is remembered is never wrong; it may only be behind.
/// </summary>
/// <remarks>Not for use by two threads at once: the sender's gate of the group guards it.</remarks>
internal sealed class LogWindow
{
    private readonly List<Mark> _marks;

    private LogWindow(long firstSeq, List<Mark> marks, MessageEntry? last)
    {
        FirstSeq = firstSeq;
        _marks = marks;
        Last = last;
    }

    /// <summary>The sequence of the first entry remembered; one above the last when none is.</summary>
    public long FirstSeq { get; private set; }

    /// <summary>The last entry of the log as far as this node knows, null for an empty log.</summary>
    public MessageEntry? Last { get; private set; }

    public long LastSeq => Last?.Seq ?? 0;

    /// <param name="newest">The newest entries of the log, oldest first.</param>
    /// <returns>Null when they have a gap: a read that was not up to date everywhere.</returns>
    public static LogWindow? Of(IReadOnlyList<MessageEntry> newest)
    {
        var window = new LogWindow(newest.Count == 0 ? 1 : newest[0].Seq, [], null);
        return newest.All(window.TryAppend) ? window : null;
    }

    /// <summary>Whether every entry above <paramref name="seq"/> is remembered.</summary>
    public bool ReachesBackTo(long seq) => FirstSeq <= seq + 1;

    /// <returns>False when the entry does not follow the last one; nothing changes then.</returns>
    public bool TryAppend(MessageEntry entry)
    {
        if (entry.Seq != FirstSeq + _marks.Count)
        {
            return false;
        }
        _marks.Add(new Mark(entry.SenderUuid, entry.MessageUuid));
        Last = entry;
        return true;
    }

    /// <summary>Puts older entries in front of the first one remembered.</summary>
    /// <returns>False when there is a gap among or behind them; nothing changes then.</returns>
    public bool TryPrepend(IReadOnlyList<MessageEntry> older)
    {
        var firstSeq = FirstSeq - older.Count;
        if (older.Where((entry, index) => entry.Seq != firstSeq + index).Any())
        {
            return false;
        }
        _marks.InsertRange(0, older.Select(entry => new Mark(entry.SenderUuid, entry.MessageUuid)));
        FirstSeq = firstSeq;
        return true;
    }

    /// <summary>The sequence above <paramref name="baseSeq"/> at which the sender's message is, or null.</summary>
    public long? Find(Guid senderUuid, Guid messageUuid, long baseSeq)
    {
        var sought = new Mark(senderUuid, messageUuid);
        var from = (int)Math.Max(0, baseSeq + 1 - FirstSeq);
        var marks = CollectionsMarshal.AsSpan(_marks);
        var index = from < marks.Length ? marks[from..].IndexOf(sought) : -1;
        return index < 0 ? null : FirstSeq + from + index;
    }

    /// <summary>
    /// Forgets the oldest entries, so that at least <paramref name="keep"/> stay and at most an eighth more: thousands of
    /// groups are remembered.
    /// </summary>
    public void Trim(int keep)
    {
        if (_marks.Count > keep + keep / 8)
        {
            var surplus = _marks.Count - keep;
            _marks.RemoveRange(0, surplus);
            FirstSeq += surplus;
        }
    }

    private readonly record struct Mark(Guid SenderUuid, Guid MessageUuid);
}
