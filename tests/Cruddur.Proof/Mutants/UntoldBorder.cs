using Cruddur.Storage;

namespace Cruddur.Proof.Mutants;

/// <summary>Says of a page that ends before its limit that it is the last.</summary>
internal sealed class UntoldBorder(ITable table) : ChangedTable(table)
{
    public override async Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
    {
        var page = await Below.QueryAsync(query, cancellationToken);
        return page.Items.Count < query.Limit ? page with { Next = null } : page;
    }
}
