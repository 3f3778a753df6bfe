using Cruddur.Users;
using Npgsql;

namespace Cruddur.Postgres.Users;

/// <summary>
/// Writes the search terms of rows that another program put there or changed: what a term is, only this program knows.
/// </summary>
public sealed class SearchIndexing(PostgresDatabase database)
{
    private const int BatchSize = 500;

    /// <returns>Of how many people.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var indexed = 0;
        int some;
        do
        {
            some = await database.WriteAsync(IndexSomeAsync, cancellationToken);
            indexed += some;
        } while (some == BatchSize);
        return indexed;
    }

    private static async Task<int> IndexSomeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Locked, so that a change of name waits; what another node is indexing is left to it.
        var people = await ReadAsync(connection, cancellationToken);
        if (people.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            var uuids = people.Select(person => person.Uuid).ToArray();
            // Those of the handle too: another program may have changed it with the name.
            PostgresSearchTerms.RemoveAll(batch, uuids);
            PostgresSearchTerms.AddTo(batch, [.. people.SelectMany(SearchTerm.Of)]);
            batch.Add("UPDATE users SET indexed_name = display_name WHERE uuid = ANY($1)", uuids);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return people.Count;
    }

    private static async Task<List<UserProfile>> ReadAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CommandOf(
            $"""
            {UserRow.Select}
            WHERE u.indexed_name IS DISTINCT FROM u.display_name
            ORDER BY u.uuid LIMIT $1
            FOR UPDATE OF u SKIP LOCKED
            """,
            BatchSize
        );
        return await UserRow.ReadAllAsync(command, row => row.ToProfile().Profile, cancellationToken);
    }
}
