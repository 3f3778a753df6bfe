using Cruddur.Storage;

namespace Cruddur.Tests.Messages;

/// <summary>
/// A table behind a bad network, repeatable from its random numbers: others come between a call and its answer, requests are lost, applied late, applied with the
/// answer lost, and eventually consistent reads miss the newest items.
/// </summary>
internal sealed class FaultyTable(ITable table, Random random, double faultRate) : ITable
{
    private readonly List<Write> _onTheWay = [];

    public int Writes { get; private set; }

    /// <summary>Lets some of the writes arrive that are still on their way.</summary>
    public async Task LetArriveAsync(double share)
    {
        foreach (var write in _onTheWay.Where(_ => random.NextDouble() < share).ToList())
        {
            _onTheWay.Remove(write);
            await table.WriteAsync(write, CancellationToken.None);
        }
    }

    public async Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await table.GetAsync(key, consistency, cancellationToken);
    }

    public async Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await MaybeUnavailableAsync();
        var page = await table.QueryAsync(query, cancellationToken);
        if (query.Consistency == Consistency.Eventual && Happens())
        {
            var newest = page.Items.Select(item => item.Key.Sort).OrderDescending(StringComparer.Ordinal).ToList();
            var missed = newest.Take(random.Next(1, 4)).ToHashSet(StringComparer.Ordinal);
            return page with { Items = [.. page.Items.Where(item => !missed.Contains(item.Key.Sort))] };
        }
        return page;
    }

    public async Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken)
    {
        Writes++;
        await Task.Yield();
        await MaybeUnavailableAsync();
        if (Happens())
        {
            switch (random.Next(3))
            {
                case 0:
                    throw Unknown("lost on the way");
                case 1:
                    _onTheWay.Add(write);
                    throw Unknown("arrives later");
                default:
                    await table.WriteAsync(write, cancellationToken);
                    throw Unknown("the answer is lost");
            }
        }
        var result = await table.WriteAsync(write, cancellationToken);
        await Task.Yield();
        // The engine's client sends it once more, as it does when it loses an answer.
        return Happens() ? await table.WriteAsync(write, cancellationToken) : result;
    }

    public Task<TransactionResult> TransactAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken) =>
        table.TransactAsync(writes, cancellationToken);

    public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken) =>
        table.ScanAsync(after, limit, cancellationToken);

    private Task MaybeUnavailableAsync() =>
        Happens()
            ? Task.FromException(new StorageException(StorageFault.Unavailable, "throttled"))
            : Task.CompletedTask;

    private bool Happens() => random.NextDouble() < faultRate;

    private static StorageException Unknown(string why) => new(StorageFault.OutcomeUnknown, why);
}
