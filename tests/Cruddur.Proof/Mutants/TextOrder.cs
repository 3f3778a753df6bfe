using Cruddur.Storage;

namespace Cruddur.Proof.Mutants;

/// <summary>Orders what it reads by UTF-16, in which an emoji comes before the last letters of one unit.</summary>
internal sealed class TextOrder(ITable table) : ChangedTable(table)
{
    public override async Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
    {
        var page = await Below.QueryAsync(query, cancellationToken);
        var items = page.Items.OrderBy(item => item.Key.Sort, StringComparer.Ordinal);
        return page with { Items = [.. query.Backward ? items.Reverse() : items] };
    }
}
