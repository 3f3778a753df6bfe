using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Cli.Storage;

/// <summary>
/// A table for a tool, which has time: what did not happen because the table was busy is tried again for some twenty
/// seconds, where a server would tell its client to. A write whose outcome is unknown is the caller's to decide about.
/// </summary>
internal sealed class PatientTable(ITable table, TimeProvider time, Random random) : ITable
{
    private const int MaxTries = 12;

    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), random);

    public Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken) =>
        TryAsync(() => table.GetAsync(key, consistency, cancellationToken), cancellationToken);

    public Task<Page> QueryAsync(Query query, CancellationToken cancellationToken) =>
        TryAsync(() => table.QueryAsync(query, cancellationToken), cancellationToken);

    public Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken) =>
        TryAsync(() => table.WriteAsync(write, cancellationToken), cancellationToken);

    public Task<TransactionResult> TransactAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken) =>
        TryAsync(() => table.TransactAsync(writes, cancellationToken), cancellationToken);

    public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken) =>
        TryAsync(() => table.ScanAsync(after, limit, cancellationToken), cancellationToken);

    private async Task<T> TryAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await call();
            }
            catch (StorageException exception) when (exception.Fault == StorageFault.Unavailable && tries < MaxTries)
            {
                await Task.Delay(_backoff.Of(tries), time, cancellationToken);
            }
        }
    }
}
