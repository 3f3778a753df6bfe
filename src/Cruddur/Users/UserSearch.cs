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
