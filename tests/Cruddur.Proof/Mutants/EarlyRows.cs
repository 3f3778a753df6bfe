using Cruddur.Storage;

namespace Cruddur.Proof.Mutants;

/// <summary>Answers the first query with what was read before.</summary>
internal sealed class EarlyRows(ITable table, Page page) : ChangedTable(table)
{
    private Page? _page = page;

    public override Task<Page> QueryAsync(Query query, CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _page, null) is { } early
            ? Task.FromResult(early)
            : Below.QueryAsync(query, cancellationToken);
}
