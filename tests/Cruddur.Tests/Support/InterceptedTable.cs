using Cruddur.Storage;

namespace Cruddur.Tests.Support;

/// <summary>A table whose single writes and queries a test looks at, holds or refuses; all else goes through.</summary>
internal sealed class InterceptedTable(ITable table) : ITable
{
    /// <summary>Called before each write; what it throws is the write's outcome.</summary>
    public Func<Write, CancellationToken, Task> BeforeWrite { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called when a query has read, before its answer goes back.</summary>
    public Func<Query, CancellationToken, Task> AfterQuery { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What all writes and reads have cost.</summary>
    public Cost Spent { get; set; }

    public async Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken)
    {
        await BeforeWrite(write, cancellationToken);
        var result = await table.WriteAsync(write, cancellationToken);
        Spend(result.Cost);
        return result;
    }

    public async Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken)
    {
        var result = await table.GetAsync(key, consistency, cancellationToken);
        Spend(result.Cost);
        return result;
    }

    public async Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
    {
        var page = await table.QueryAsync(query, cancellationToken);
        Spend(page.Cost);
        await AfterQuery(query, cancellationToken);
        return page;
    }

    public async Task<TransactionResult> TransactAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken)
    {
        var result = await table.TransactAsync(writes, cancellationToken);
        Spend(result.Cost);
        return result;
    }

    public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken) =>
        table.ScanAsync(after, limit, cancellationToken);

    private void Spend(Cost cost)
    {
        lock (this)
        {
            Spent += cost;
        }
    }
}
