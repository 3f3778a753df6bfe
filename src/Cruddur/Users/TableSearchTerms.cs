using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>Search terms in the table: a partition for each character that one may begin with.</summary>
internal sealed class TableSearchTerms(ITable table) : ISearchTerms
{
    public async Task<SearchTermPage> ReadAsync(
        SearchTermKind kind,
        string prefix,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        // Eventual: people look again, and profiles decide what is shown.
        var query = new Query(
            SearchTerm.PartitionOf(kind, prefix),
            SortRange.StartingWith(prefix),
            limit,
            Consistency.Eventual,
            After: after
        );
        var page = await table.QueryAsync(query, cancellationToken);
        return new SearchTermPage([.. page.Items.Select(SearchTerm.FromItem)], page.Next);
    }

    // Partition by partition; a sort key begins with the character of its own.
    public async Task<UserListing> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var cost = default(Cost);
        var first = after is null ? 0 : Handle.FoldedCharacters.IndexOf(after[0], StringComparison.Ordinal);
        for (var i = first; i < Handle.FoldedCharacters.Length; i++)
        {
            var query = new Query(
                SearchTerm.PartitionOf(SearchTermKind.Handle, Handle.FoldedCharacters[i..(i + 1)]),
                SortRange.All,
                limit,
                Consistency.Eventual,
                After: i == first ? after : null
            );
            var page = await table.QueryAsync(query, cancellationToken);
            cost += page.Cost;
            if (page.Items.Count > 0)
            {
                var uuids = page.Items.Select(item => SearchTerm.FromItem(item).UserUuid);
                return new UserListing([.. uuids], page.Items[^1].Key.Sort, cost);
            }
        }
        return new UserListing([], null, cost);
    }
}
