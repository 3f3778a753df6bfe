using Cruddur.Storage;

namespace Cruddur.Tests.Support;

/// <summary>A table whose writes and queries a test looks at, holds or refuses; all else goes through.</summary>
internal sealed class InterceptedTable(ITable table) : ITable
{
    /// <summary>Called before each write; what it throws is the write's outcome.</summary>
    public Func<Write, CancellationToken, Task> BeforeWrite { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called before each transaction; what it throws is its outcome.</summary>
    public Func<IReadOnlyList<Write>, CancellationToken, Task> BeforeTransaction { get; set; } =
        (_, _) => Task.CompletedTask;

    /// <summary>Called when a query has read, before its answer goes back.</summary>
    public Func<Query, CancellationToken, Task> AfterQuery { get; set; } = (_, _) => Task.CompletedTask;

    public async Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken)
    {
        await BeforeWrite(write, cancellationToken);
        return await table.WriteAsync(write, cancellationToken);
    }

    public Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken) =>
        table.GetAsync(key, consistency, cancellationToken);

    public async Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
    {
        var page = await table.QueryAsync(query, cancellationToken);
        await AfterQuery(query, cancellationToken);
        return page;
    }

    public async Task<TransactionResult> TransactAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken)
    {
        await BeforeTransaction(writes, cancellationToken);
        return await table.TransactAsync(writes, cancellationToken);
    }

    public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken) =>
        table.ScanAsync(after, limit, cancellationToken);
}
