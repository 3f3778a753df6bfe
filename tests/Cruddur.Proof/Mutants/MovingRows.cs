using Cruddur.Storage;

namespace Cruddur.Proof.Mutants;

/// <summary>
/// Keeps an inbox row under the time of its last message, as the original does: an update deletes the row and puts it again
/// under its new key. Readers find it by its group, wherever it is.
/// </summary>
internal sealed class MovingRows(ITable table) : ChangedTable(table)
{
    private const string GroupName = "moved_group";

    public override async Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken)
    {
        if (write is not Write.Update update || !IsRow(write.Key))
        {
            return await Below.WriteAsync(write, cancellationToken);
        }
        var current = await FindAsync(write.Key, cancellationToken);
        if (!update.Condition.Holds(current))
        {
            return new WriteResult.ConditionFailed(current, default);
        }
        var moved = current!.With(update.Set);
        await Below.WriteAsync(new Write.Delete(current.Key, Condition.None), cancellationToken);
        var time = moved.NumberOrNull("last_message_at") ?? 0;
        var key = new Key(write.Key.Partition, $"{time:D20}#{write.Key.Sort}");
        var row = new Item(
            key,
            [.. moved.Attributes.Where(one => one.Key != GroupName), new(GroupName, write.Key.Sort)]
        );
        return await Below.WriteAsync(new Write.Put(row, Condition.None), cancellationToken);
    }

    public override async Task<GetResult> GetAsync(
        Key key,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        if (!IsRow(key))
        {
            return await Below.GetAsync(key, consistency, cancellationToken);
        }
        var found = await FindAsync(key, cancellationToken);
        return new GetResult(found is null ? null : new Item(key, found.Attributes), default);
    }

    public override async Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
    {
        var page = await Below.QueryAsync(query, cancellationToken);
        return page with
        {
            Items =
            [
                .. page.Items.Select(item =>
                    item.TextOrNull(GroupName) is { } group
                        ? new Item(new Key(query.Partition, group), item.Attributes)
                        : item
                ),
            ],
        };
    }

    private async Task<Item?> FindAsync(Key key, CancellationToken cancellationToken)
    {
        var query = new Query(key.Partition, SortRange.All, 100, Consistency.Strong);
        var items = new List<Item>();
        do
        {
            var page = await Below.QueryAsync(query, cancellationToken);
            items.AddRange(page.Items);
            query = query with { After = page.Next };
        } while (query.After is not null);
        return items.LastOrDefault(item => (item.TextOrNull(GroupName) ?? item.Key.Sort) == key.Sort);
    }

    private static bool IsRow(Key key) => key.Partition.StartsWith("GRP#", StringComparison.Ordinal);
}
