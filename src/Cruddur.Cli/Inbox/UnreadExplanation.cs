using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Cli.Inbox;

/// <summary>What an unread count is the difference of, by the row and by the log, and which messages it counts.</summary>
/// <param name="Unread">Messages of others after what was read, the oldest first; not more than were asked for.</param>
internal sealed record UnreadExplanation(
    UserProfile User,
    Reconciliation Comparison,
    IReadOnlyList<MessageEntry> Unread,
    Cost Cost
)
{
    private const int PageSize = 500;

    public InboxRow Log => Comparison.Row;

    public IReadOnlyList<InboxDifference> Differences =>
        Comparison switch
        {
            Reconciliation.Following following => following.Differences,
            Reconciliation.Wrong wrong => wrong.Differences,
            _ => [],
        };

    public bool HasRow => !Differences.Contains(InboxDifference.NoRow);

    /// <summary>The number in the row; null where there is none.</summary>
    public long? InRow(string attribute, long inLog)
    {
        if (!HasRow)
        {
            return null;
        }
        var difference = Differences.FirstOrDefault(one => one.Attribute == attribute);
        return difference is null ? inLog
            : difference.Found is { IsText: false } found ? found.Number
            : null;
    }

    public static async Task<UnreadExplanation> MakeAsync(
        ITable table,
        MessageGroup group,
        UserProfile user,
        int limit,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var log = new MessageLog(table);
        var comparison = await new InboxReconciler(table, log, time, NullLogger<InboxReconciler>.Instance).CheckAsync(
            group,
            user.Uuid,
            Consistency.Strong,
            cancellationToken
        );
        var (unread, cost) = (new List<MessageEntry>(), comparison.Cost);
        var after = comparison.Row.ReadSeq;
        while (unread.Count < limit && after < comparison.Row.LastSeq)
        {
            var page = await log.AfterAsync(group.Uuid, after, PageSize, Consistency.Strong, cancellationToken);
            cost += page.Cost;
            unread.AddRange(
                page.Entries.Where(entry => entry.SenderUuid != user.Uuid && entry.Seq <= comparison.Row.LastSeq)
                    .Take(limit - unread.Count)
            );
            after = page.Entries.Count < PageSize ? comparison.Row.LastSeq : page.Entries[^1].Seq;
        }
        return new UnreadExplanation(user, comparison, unread, cost);
    }
}
