using Cruddur.Storage;
using Cruddur.Users;
using Npgsql;

namespace Cruddur.Postgres.Users;

/// <summary>
/// Search terms in <c>user_search_terms</c>: the same rows as in the table of items, in the same order, so that both find the
/// same people. Ranges of a column in byte order: no character of what somebody types means anything else there.
/// </summary>
internal sealed class PostgresSearchTerms(PostgresDatabase database) : ISearchTerms
{
    // No term has it (it is no character), and in UTF-8 nothing is above it.
    private const string AboveAll = "\U0010FFFF";

    public Task<SearchTermPage> ReadAsync(
        SearchTermKind kind,
        string prefix,
        string? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf(
                    """
                    SELECT sort_key, user_uuid FROM user_search_terms
                    WHERE kind = $1 AND sort_key >= $2 AND sort_key > $3 AND sort_key < $4
                    ORDER BY sort_key LIMIT $5
                    """,
                    NameOf(kind),
                    prefix,
                    after ?? "",
                    prefix + AboveAll,
                    limit
                );
                var rows = await ReadRowsAsync(command, token);
                return new SearchTermPage(
                    [.. rows.Select(row => TermOf(kind, row.SortKey, row.UserUuid))],
                    rows.Count == limit ? rows[^1].SortKey : null
                );
            },
            cancellationToken
        );

    public Task<UserListing> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf(
                    """
                    SELECT sort_key, user_uuid FROM user_search_terms
                    WHERE kind = $1 AND sort_key > $2
                    ORDER BY sort_key LIMIT $3
                    """,
                    NameOf(SearchTermKind.Handle),
                    after ?? "",
                    limit
                );
                var rows = await ReadRowsAsync(command, token);
                return new UserListing(
                    [.. rows.Select(row => row.UserUuid)],
                    rows.Count == limit ? rows[^1].SortKey : null,
                    default
                );
            },
            cancellationToken
        );

    /// <summary>Writes terms, in the batch that writes whose they are; of people who are not there none.</summary>
    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<SearchTerm> terms) =>
        batch.Add(
            """
            INSERT INTO user_search_terms (kind, sort_key, user_uuid)
            SELECT term.* FROM unnest($1, $2, $3) AS term (kind, sort_key, user_uuid) JOIN users ON uuid = user_uuid
            ON CONFLICT DO NOTHING
            """,
            terms.Select(term => NameOf(term.Kind)).ToArray(),
            terms.Select(term => term.SortKey).ToArray(),
            terms.Select(term => term.UserUuid).ToArray()
        );

    public static void RemoveNames(NpgsqlBatch batch, Guid userUuid) =>
        batch.Add(
            "DELETE FROM user_search_terms WHERE user_uuid = $1 AND kind = $2",
            userUuid,
            NameOf(SearchTermKind.Name)
        );

    public static void RemoveAll(NpgsqlBatch batch, Guid[] userUuids) =>
        batch.Add("DELETE FROM user_search_terms WHERE user_uuid = ANY($1)", userUuids);

    private static string NameOf(SearchTermKind kind) => kind == SearchTermKind.Handle ? "handle" : "name";

    private static SearchTerm TermOf(SearchTermKind kind, string sortKey, Guid userUuid) =>
        SearchTerm.FromSortKey(kind, sortKey, userUuid)
        ?? throw new ItemFormatException(
            $"A sort_key of the user {userUuid} in user_search_terms should be a term, '#' and a uuid."
        );

    private static async Task<List<(string SortKey, Guid UserUuid)>> ReadRowsAsync(
        NpgsqlCommand command,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<(string, Guid)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((reader.GetString(0), reader.GetGuid(1)));
        }
        return rows;
    }
}
