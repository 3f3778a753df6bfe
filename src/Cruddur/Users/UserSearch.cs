using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>The search terms of all people, wherever they are.</summary>
internal interface ISearchTerms
{
    /// <summary>Terms that begin with something, in the order of their <see cref="SearchTerm.SortKey"/>.</summary>
    /// <param name="prefix">At least one character.</param>
    /// <param name="after">Begin behind this place: <see cref="SearchTermPage.Next"/> of the page before.</param>
    Task<SearchTermPage> ReadAsync(
        SearchTermKind kind,
        string prefix,
        string? after,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Everybody by the term of their handle, of which each has one for ever.</summary>
    /// <param name="after">The sort key of a term.</param>
    Task<UserListing> ListAsync(string? after, int limit, CancellationToken cancellationToken);
}

/// <param name="Next">Where to go on; null at the end.</param>
internal sealed record SearchTermPage(IReadOnlyList<SearchTerm> Terms, string? Next);

/// <summary>Reads the search terms that begin with what is asked for.</summary>
internal sealed class UserSearch(ISearchTerms terms)
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
        var found = (await handles).Concat(await names).ToList();
        found.Sort(InOrder);
        return [.. found.DistinctBy(term => term.UserUuid).Take(limit)];
    }

    public Task<UserListing> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        terms.ListAsync(after, limit, cancellationToken);

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
            var page = await terms.ReadAsync(kind, prefix, after, limit, cancellationToken);
            foreach (var term in page.Terms)
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
