using Cruddur.Inbox;
using Cruddur.Storage;

namespace Cruddur.Live;

/// <summary>What a user's groups are now, and which of them changed since a cursor.</summary>
public sealed class LiveSnapshots(InboxReader inbox, StoreEpoch epoch, TimeProvider time)
{
    /// <summary>
    /// Rows that changed so long before a cursor are told once more: the clocks of servers differ, and a row is written some
    /// time after its time was taken.
    /// </summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    /// <summary>Where somebody with this cursor stands. Reads nothing.</summary>
    public Standing StandingAt(string? cursor)
    {
        var start = new EventCursor(epoch.Current, EventCursor.Nothing);
        if (string.IsNullOrEmpty(cursor))
        {
            return new Standing(start, IsResumed: false, Fault: null);
        }
        if (!EventCursor.TryParse(cursor, out var parsed) || parsed.Watermark > time.GetUtcNow() + Margin)
        {
            return new Standing(start, IsResumed: false, CursorFault.Cursor);
        }
        return parsed.Epoch == epoch.Current
            ? new Standing(parsed, IsResumed: true, Fault: null)
            : new Standing(start, IsResumed: false, CursorFault.Epoch);
    }

    public async Task<LiveSnapshot> ReadAsync(
        Guid userUuid,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        // Before the reading: what changes meanwhile has changed since.
        var began = time.GetUtcNow();
        var rows = await inbox.AllAsync(userUuid, consistency, cancellationToken);
        return new LiveSnapshot(rows, new EventCursor(epoch.Current, began));
    }
}

/// <summary>What a client with some cursor knows.</summary>
/// <param name="Fault">Why its cursor is of no use: then it knows nothing, and what it keeps is not to be relied on.</param>
public sealed record Standing(EventCursor Cursor, bool IsResumed, CursorFault? Fault)
{
    /// <summary>Whether somebody who stands here may not know of a row as it is now.</summary>
    public bool MayNotKnow(InboxRow row) =>
        row.ChangedAt is not { } changedAt || changedAt + LiveSnapshots.Margin >= Cursor.Watermark;
}

/// <summary>All groups of a user that have a message, newest activity first.</summary>
/// <param name="Cursor">Of who knows these.</param>
public sealed record LiveSnapshot(IReadOnlyList<InboxRow> Rows, EventCursor Cursor)
{
    public string Digest =>
        StateDigest.Of(Rows.Select(row => new GroupState(row.MessageGroupUuid, row.LastSeq, row.ReadSeq)));

    public long UnreadCount => Rows.Sum(row => row.UnreadCount);
}
