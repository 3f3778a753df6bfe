using Cruddur.Live;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;

namespace Cruddur.Inbox;

/// <summary>Moves how far a member has read a message group. Only ever forward.</summary>
public sealed class ReadMarks(
    ITable table,
    MessageGroupStore groups,
    MessageLog log,
    InboxReader inbox,
    InboxReconciler reconciler,
    TimeProvider time,
    ILiveObserver? observer = null
)
{
    /// <param name="seq">0 or more; 0 marks nothing.</param>
    public async Task<MarkReadResult> MarkAsync(
        Guid messageGroupUuid,
        Guid userUuid,
        long seq,
        CancellationToken cancellationToken
    )
    {
        var group = await groups.FindForMemberAsync(messageGroupUuid, userUuid, cancellationToken);
        if (group is null)
        {
            return new MarkReadResult.NotAMember();
        }
        MessageEntry? entry = null;
        if (seq > 0)
        {
            entry =
                seq > MessageEntry.MaxSeq
                    ? null
                    : await log.FindAsync(group.Uuid, seq, Consistency.Strong, cancellationToken);
            if (entry is null)
            {
                var newest = await log.BeforeAsync(group.Uuid, null, 1, Consistency.Strong, cancellationToken);
                return new MarkReadResult.SeqAhead(newest.Entries.Count == 0 ? 0 : newest.Entries[0].Seq);
            }
            await WriteAsync(entry, group, userUuid, cancellationToken);
        }
        var found = await inbox.FindAsync(userUuid, group.Uuid, cancellationToken);
        // Entry and row are both in hand here, so a difference is seen for nothing.
        var row = await reconciler.HealAsync(group, userUuid, found, entry, isLast: false, cancellationToken);
        return new MarkReadResult.Marked(row.ReadSeq, row.UnreadCount);
    }

    private async Task WriteAsync(
        MessageEntry entry,
        MessageGroup group,
        Guid userUuid,
        CancellationToken cancellationToken
    )
    {
        var mark = InboxRow.MarkRead(entry, group, userUuid, time.GetUtcNow());
        var result = await table.WriteAsync(mark, cancellationToken);
        if (result is WriteResult.ConditionFailed { Occupant: null })
        {
            await reconciler.RepairAsync(group, userUuid, cancellationToken);
            result = await table.WriteAsync(mark, cancellationToken);
        }
        if (result is WriteResult.Written)
        {
            observer?.Read(group, userUuid, entry.Seq);
        }
    }
}

/// <summary>How marking ended.</summary>
public abstract record MarkReadResult
{
    /// <summary>The member has read up to <paramref name="ReadSeq"/>, by this call or before.</summary>
    public sealed record Marked(long ReadSeq, long UnreadCount) : MarkReadResult;

    /// <summary>No such group, or the user is not in it.</summary>
    public sealed record NotAMember : MarkReadResult;

    /// <summary>The log ends before that.</summary>
    public sealed record SeqAhead(long LastSeq) : MarkReadResult;
}
