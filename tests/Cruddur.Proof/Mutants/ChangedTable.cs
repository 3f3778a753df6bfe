using Cruddur.Storage;

namespace Cruddur.Proof.Mutants;

/// <summary>A table that does everything as the one below it, but for what a mutant changes.</summary>
internal abstract class ChangedTable(ITable table) : ITable
{
    protected ITable Below => table;

    public virtual Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken) =>
        table.GetAsync(key, consistency, cancellationToken);

    public virtual Task<Page> QueryAsync(Query query, CancellationToken cancellationToken) =>
        table.QueryAsync(query, cancellationToken);

    public virtual Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken) =>
        table.WriteAsync(write, cancellationToken);

    public virtual Task<TransactionResult> TransactAsync(
        IReadOnlyList<Write> writes,
        CancellationToken cancellationToken
    ) => table.TransactAsync(writes, cancellationToken);

    public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken) =>
        table.ScanAsync(after, limit, cancellationToken);
}
