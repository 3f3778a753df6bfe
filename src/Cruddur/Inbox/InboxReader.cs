using Cruddur.Storage;

namespace Cruddur.Inbox;

/// <summary>Reads a user's message groups.</summary>
public sealed class InboxReader(ITable table)
{
    private const int RowsAPage = 1000;

    /// <summary>
    /// The groups that have a message, newest activity first. All rows are read and sorted for every page: the rows' keys
    /// are stable, and moving them to a key made of their activity is what loses them.
    /// </summary>
    /// <param name="after">Begin behind this place; it need not exist any more.</param>
    public async Task<InboxPage> ListAsync(
        Guid userUuid,
        InboxCursor? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        // Eventual: the rows follow the log by moments anyhow.
        var (rows, cost) = await ReadAsync(userUuid, Consistency.Eventual, cancellationToken);
        rows.RemoveAll(row => row.LastSeq == 0 || (after is { } cursor && InboxCursor.Of(row).CompareTo(cursor) <= 0));
        rows.Sort((left, right) => InboxCursor.Of(left).CompareTo(InboxCursor.Of(right)));
        var page = rows.Count > limit ? rows.GetRange(0, limit) : rows;
        return new InboxPage(page, rows.Count > limit ? InboxCursor.Of(page[^1]) : null, cost);
    }

    /// <summary>All groups of a user that have a message, newest activity first.</summary>
    public async Task<IReadOnlyList<InboxRow>> AllAsync(
        Guid userUuid,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        var (rows, _) = await ReadAsync(userUuid, consistency, cancellationToken);
        rows.RemoveAll(row => row.LastSeq == 0);
        rows.Sort((left, right) => InboxCursor.Of(left).CompareTo(InboxCursor.Of(right)));
        return rows;
    }

    /// <summary>All unread messages of a user.</summary>
    public async Task<long> CountUnreadAsync(Guid userUuid, CancellationToken cancellationToken)
    {
        var (rows, _) = await ReadAsync(userUuid, Consistency.Eventual, cancellationToken);
        return rows.Sum(row => row.UnreadCount);
    }

    /// <summary>A member's row of a group, unless said otherwise the newest.</summary>
    public async Task<InboxRow?> FindAsync(
        Guid userUuid,
        Guid messageGroupUuid,
        CancellationToken cancellationToken,
        Consistency consistency = Consistency.Strong
    )
    {
        var key = InboxRow.KeyOf(userUuid, messageGroupUuid);
        var found = await table.GetAsync(key, consistency, cancellationToken);
        return found.Item is null ? null : InboxRow.FromItem(userUuid, found.Item);
    }

    private async Task<(List<InboxRow> Rows, Cost Cost)> ReadAsync(
        Guid userUuid,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<InboxRow>();
        var cost = default(Cost);
        var query = new Query(InboxRow.PartitionOf(userUuid), SortRange.All, RowsAPage, consistency);
        while (true)
        {
            var page = await table.QueryAsync(query, cancellationToken);
            foreach (var item in page.Items)
            {
                rows.Add(InboxRow.FromItem(userUuid, item));
            }
            cost += page.Cost;
            if (page.Next is null)
            {
                return (rows, cost);
            }
            query = query with { After = page.Next };
        }
    }
}

/// <summary>Some rows of an inbox, and the place of the last of them while there is more.</summary>
public sealed record InboxPage(IReadOnlyList<InboxRow> Rows, InboxCursor? Next, Cost Cost);
