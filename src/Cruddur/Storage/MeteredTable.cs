namespace Cruddur.Storage;

/// <summary>A table in front of another, which tells of every call what it was and what it cost.</summary>
/// <param name="count">
/// Called when a call has ended, from any thread. A call that throws counts too, at no cost: what it cost nobody said.
/// </param>
public sealed class MeteredTable(ITable table, Action<TableCall> count) : ITable
{
    public Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken) =>
        CountAsync(
            TableOperation.Get,
            key.Partition,
            () => table.GetAsync(key, consistency, cancellationToken),
            static found => found.Cost
        );

    public Task<Page> QueryAsync(Query query, CancellationToken cancellationToken) =>
        CountAsync(
            TableOperation.Query,
            query.Partition,
            () => table.QueryAsync(query, cancellationToken),
            static page => page.Cost
        );

    public Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken) =>
        CountAsync(
            OperationOf(write),
            write.Key.Partition,
            () => table.WriteAsync(write, cancellationToken),
            static result => result.Cost
        );

    public Task<TransactionResult> TransactAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken) =>
        CountAsync(
            TableOperation.Transaction,
            writes.Count > 0 ? writes[0].Key.Partition : null,
            () => table.TransactAsync(writes, cancellationToken),
            static result => result.Cost
        );

    public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken) =>
        CountAsync(
            TableOperation.Scan,
            partition: null,
            () => table.ScanAsync(after, limit, cancellationToken),
            static page => page.Cost
        );

    private async Task<T> CountAsync<T>(
        TableOperation operation,
        string? partition,
        Func<Task<T>> call,
        Func<T, Cost> costOf
    )
    {
        var cost = default(Cost);
        try
        {
            var result = await call();
            cost = costOf(result);
            return result;
        }
        finally
        {
            count(new TableCall(operation, partition, cost));
        }
    }

    private static TableOperation OperationOf(Write write) =>
        write switch
        {
            Write.Put => TableOperation.Put,
            Write.Update => TableOperation.Update,
            Write.Delete => TableOperation.Delete,
            _ => throw new ArgumentException("A check belongs in a transaction.", nameof(write)),
        };
}

/// <summary>A call of a table that has ended.</summary>
/// <param name="Partition">The partition key: of a transaction, that of its first write; null of a scan.</param>
public readonly record struct TableCall(TableOperation Operation, string? Partition, Cost Cost)
{
    /// <summary>
    /// Which items it was about: the partition key up to its <c>#</c>, such as <c>MSG</c>. What comes behind is somebody's.
    /// Empty for a scan.
    /// </summary>
    public string Item =>
        Partition is null ? ""
        : Partition.IndexOf('#', StringComparison.Ordinal) is var mark and >= 0 ? Partition[..mark]
        : Partition;
}

/// <summary>What a call of a table does.</summary>
public enum TableOperation
{
    Get,
    Query,
    Put,
    Update,
    Delete,
    Transaction,
    Scan,
}
