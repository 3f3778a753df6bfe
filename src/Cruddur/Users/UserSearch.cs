using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>Reads the search terms that begin with what is asked for.</summary>
internal sealed class UserSearch(ITable table)
{
    /// <summary>In the order of the terms, the first of each person, at most so many.</summary>
    public async Task<IReadOnlyList<SearchTerm>> FindTermsAsync(
        UserQuery query,
        int limit,
        CancellationToken cancellationToken
    )
    {
        // The first so many of both together are among the first so many of each.
        var handles = ReadAsync(SearchTermKind.Handle, query.HandlePrefix, limit, cancellationToken);
        var names = ReadAsync(SearchTermKind.Name, query.NamePrefix, limit, cancellationToken);
        var terms = (await handles).Concat(await names).ToList();
        terms.Sort(InOrder);
        return [.. terms.DistinctBy(term => term.UserUuid).Take(limit)];
    }

    /// <summary>
    /// Everybody by the term of their handle, of which each has one for ever: partition by partition, as there is one for
    /// each character that a handle may begin with.
    /// </summary>
    /// <param name="after">The sort key of a term, which begins with that character.</param>
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

    private async Task<IReadOnlyCollection<SearchTerm>> ReadAsync(
        SearchTermKind kind,
        string? prefix,
        int limit,
        CancellationToken cancellationToken
    )
    {
        if (prefix is null)
        {
            return [];
        }
        // Several terms of one person may match, so there may be more to read; MaxWords bounds how much.
        var first = new Dictionary<Guid, SearchTerm>();
        string? after = null;
        do
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
            foreach (var term in page.Items.Select(SearchTerm.FromItem))
            {
                first.TryAdd(term.UserUuid, term);
            }
            after = page.Next;
        } while (after is not null && first.Count < limit);
        return first.Values;
    }

    private static int InOrder(SearchTerm one, SearchTerm other)
    {
        var byText = Utf8.Compare(one.Text, other.Text);
        return byText != 0 ? byText : one.UserUuid.CompareTo(other.UserUuid);
    }
}
