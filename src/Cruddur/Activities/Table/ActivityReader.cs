using System.Runtime.CompilerServices;
using Cruddur.Storage;

namespace Cruddur.Activities.Table;

/// <summary>Reads activities, and lists of them by their rows.</summary>
internal sealed class ActivityReader(ITable table, TimeProvider time)
{
    /// <summary>
    /// A page does not look further than so many rows: behind them may be many that are over, which DynamoDB removes within
    /// days, or were taken back.
    /// </summary>
    private const int MaxRowsAPage = 500;

    /// <summary>So many rows are read at once where the first were not enough: some 9 KB, a read unit and a half.</summary>
    private const int MoreRows = 100;

    private const int HeadAndCounts = 2;

    /// <returns>Null when there is no head, or the time of it is over; one that was taken back is given.</returns>
    public async Task<ReadActivity?> FindAsync(Guid uuid, Consistency consistency, CancellationToken cancellationToken)
    {
        var query = new Query(
            ActivityHead.PartitionOf(uuid),
            SortRange.StartingWith(ActivityHead.Sort),
            HeadAndCounts,
            consistency
        );
        var items = (await table.QueryAsync(query, cancellationToken)).Items;
        if (items.Count == 0 || items[0].Key.Sort != ActivityHead.Sort)
        {
            return null;
        }
        var head = ActivityHead.FromItem(uuid, items[0]);
        var counts = items.Count == HeadAndCounts ? ActivityCounts.FromItem(head, items[1]) : ActivityCounts.None;
        return head.ExpiresAt > time.GetUtcNow() ? new ReadActivity(head, counts) : null;
    }

    public async Task<Item?> FindLikeAsync(
        Guid uuid,
        Guid userUuid,
        Consistency consistency,
        CancellationToken cancellationToken
    ) => (await table.GetAsync(ActivityLike.KeyOf(uuid, userUuid), consistency, cancellationToken)).Item;

    /// <returns>Null when it was taken back.</returns>
    public async Task<Activity?> ShowAsync(
        ReadActivity read,
        Guid? reader,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        if (read.Head.Message is null)
        {
            return null;
        }
        // Where nobody likes it there is nothing to look for.
        var isLiked = reader is { } user
            ? read.Counts.Likes > 0
                && ActivityLike.IsOf(
                    read.Head,
                    await FindLikeAsync(read.Head.Uuid, user, consistency, cancellationToken)
                )
            : (bool?)null;
        return read.Show(isLiked);
    }

    /// <summary>Shows what the rows name and is to be seen, until the page is full.</summary>
    public async Task<ActivityPage> PageAsync(
        IAsyncEnumerable<ActivityRow> rows,
        ActivityQuery query,
        CancellationToken cancellationToken
    )
    {
        var shown = new List<Activity>(query.Limit + 1);
        var some = new List<ActivityRow>();
        var looked = 0;
        ActivityRow? last = null;
        await using var all = rows.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            some.Clear();
            // One more than asked for: it tells whether there are more.
            while (some.Count + shown.Count <= query.Limit && looked < MaxRowsAPage && await all.MoveNextAsync())
            {
                looked++;
                last = all.Current;
                if (last.ExpiresAt > time.GetUtcNow())
                {
                    some.Add(last);
                }
            }
            var found = await Task.WhenAll(some.Select(row => ShowAsync(row, query.Reader, cancellationToken)));
            shown.AddRange(found.OfType<Activity>());
            if (shown.Count > query.Limit)
            {
                shown.RemoveAt(query.Limit);
                return new ActivityPage(shown, ActivityPlace.Of(shown[^1]));
            }
            if (looked >= MaxRowsAPage)
            {
                return new ActivityPage(shown, last!.Place);
            }
            if (some.Count == 0)
            {
                return new ActivityPage(shown, Next: null);
            }
        }
    }

    /// <summary>The rows of one partition behind a place, also those whose time is over.</summary>
    public async IAsyncEnumerable<ActivityRow> RowsAsync(
        string partition,
        string prefix,
        ActivityQuery query,
        bool backward,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // Eventual: people look again.
        var read = new Query(
            partition,
            prefix.Length > 0 ? SortRange.StartingWith(prefix) : SortRange.All,
            query.Limit + 1,
            Consistency.Eventual,
            backward,
            query.After is { } after ? prefix + after.ToSort() : null
        );
        for (Page? page = null; page is null || page.Next is not null; )
        {
            page = await table.QueryAsync(read, cancellationToken);
            foreach (var item in page.Items)
            {
                yield return ActivityRow.FromItem(item);
            }
            read = read with { After = page.Next, Limit = Math.Max(read.Limit, MoreRows) };
        }
    }

    private async Task<Activity?> ShowAsync(ActivityRow row, Guid? reader, CancellationToken cancellationToken)
    {
        var read = await FindAsync(row.Place.Uuid, Consistency.Eventual, cancellationToken);
        return read is null ? null : await ShowAsync(read, reader, Consistency.Eventual, cancellationToken);
    }
}

/// <summary>What was read of an activity.</summary>
internal sealed record ReadActivity(ActivityHead Head, ActivityCounts Counts)
{
    public Activity Show(bool? isLiked) =>
        new(
            Head.Uuid,
            Head.UserUuid,
            Head.Message!,
            Head.ReplyToUuid,
            Head.CreatedAt,
            Head.ExpiresAt,
            Counts.Replies,
            Counts.Likes,
            isLiked
        );
}
