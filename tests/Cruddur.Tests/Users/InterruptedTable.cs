using Cruddur.Storage;

namespace Cruddur.Tests.Users;

/// <summary>
/// A table where something else happens right before a transaction, or after it before anybody hears of it: once for each
/// that is put in line.
/// </summary>
internal sealed class InterruptedTable(ITable table) : ITable
{
    public Queue<Func<Task>> BeforeTransactions { get; } = new();

    public Queue<Func<Task>> AfterTransactions { get; } = new();

    public async Task<TransactionResult> TransactAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken)
    {
        if (BeforeTransactions.TryDequeue(out var interrupt))
        {
            await interrupt();
        }
        var result = await table.TransactAsync(writes, cancellationToken);
        if (AfterTransactions.TryDequeue(out var after))
        {
            await after();
        }
        return result;
    }

    public Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken) =>
        table.GetAsync(key, consistency, cancellationToken);

    public Task<Page> QueryAsync(Query query, CancellationToken cancellationToken) =>
        table.QueryAsync(query, cancellationToken);

    public Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken) =>
        table.WriteAsync(write, cancellationToken);

    public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken) =>
        table.ScanAsync(after, limit, cancellationToken);
}
