using Cruddur.Proof.Storage;
using Cruddur.Storage;

namespace Cruddur.Proof.Mutants;

/// <summary>Queries, strong ones too, are answered by a replica that has not heard of the last write.</summary>
internal sealed class StaleQueries(ITable table) : ChangedTable(table)
{
    private readonly MemoryTable _replica = new();
    private readonly Lock _lock = new();
    private IReadOnlyList<Write> _unheard = [];
    private Task _last = Task.CompletedTask;

    public override Task<Page> QueryAsync(Query query, CancellationToken cancellationToken) =>
        _replica.QueryAsync(query, cancellationToken);

    public override Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken) =>
        DoAsync([write], () => Below.WriteAsync(write, cancellationToken), cancellationToken);

    public override Task<TransactionResult> TransactAsync(
        IReadOnlyList<Write> writes,
        CancellationToken cancellationToken
    ) => DoAsync(writes, () => Below.TransactAsync(writes, cancellationToken), cancellationToken);

    // One after the other: what does not hold in the table then does not hold in the replica either.
    private Task<T> DoAsync<T>(IReadOnlyList<Write> writes, Func<Task<T>> below, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var behind = BehindAsync(_last);
            _last = behind;
            return behind;
        }

        async Task<T> BehindAsync(Task last)
        {
            await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_unheard.Count > 0)
            {
                await _replica.TransactAsync(_unheard, cancellationToken);
            }
            _unheard = writes;
            return await below();
        }
    }
}
