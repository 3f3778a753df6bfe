using Cruddur.Storage;

namespace Cruddur.Tests.Accounts;

/// <summary>A table that counts what sessions ask of it, and can be held up, refuse or be behind.</summary>
internal sealed class SessionTable(ITable table) : ITable
{
    public int Calls { get; set; }

    public Func<Task> AfterGet { get; set; } = () => Task.CompletedTask;

    public Action BeforeWrite { get; set; } = () => { };

    /// <summary>What a replica answers that has not heard of its end; null for none.</summary>
    public Item? Stale { get; set; }

    public async Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancel)
    {
        Calls++;
        var result = await table.GetAsync(key, consistency, cancel);
        await AfterGet();
        return consistency == Consistency.Eventual && Stale?.Key == key ? result with { Item = Stale } : result;
    }

    public Task<Page> QueryAsync(Query query, CancellationToken cancel)
    {
        Calls++;
        return table.QueryAsync(query, cancel);
    }

    public Task<WriteResult> WriteAsync(Write write, CancellationToken cancel)
    {
        Calls++;
        BeforeWrite();
        return table.WriteAsync(write, cancel);
    }

    public Task<TransactionResult> TransactAsync(IReadOnlyList<Write> writes, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancel) =>
        throw new NotSupportedException();
}
