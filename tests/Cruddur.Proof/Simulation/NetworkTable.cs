using Cruddur.Storage;

namespace Cruddur.Proof.Simulation;

/// <summary>The table as a machine sees it: behind a network, and served by replicas that are not all up to date.</summary>
internal sealed class NetworkTable(ITable table, Network network, Machine machine) : ITable
{
    public Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken) =>
        CallAsync(
            new Call("get", key.Partition, key.Sort),
            async dice =>
            {
                var found = await table.GetAsync(key, consistency, CancellationToken.None);
                return
                    found.Item is { } item
                    && consistency == Consistency.Eventual
                    && network.Faults.Strikes(Fault.StaleRead, dice)
                    ? found with
                    {
                        Item = network.Before(item),
                    }
                    : found;
            },
            isWrite: false,
            cancellationToken
        );

    public Task<Page> QueryAsync(Query query, CancellationToken cancellationToken) =>
        CallAsync(
            new Call("query", query.Partition),
            async dice =>
            {
                var split = query.Limit > 1 && network.Faults.Strikes(Fault.SplitPage, dice);
                var asked = split ? query with { Limit = dice.Between(1, Math.Min(query.Limit - 1, 16)) } : query;
                var page = await table.QueryAsync(asked, CancellationToken.None);
                return query.Consistency == Consistency.Eventual && network.Faults.Strikes(Fault.StaleRead, dice)
                    ? page with
                    {
                        Items = Stale(page.Items, dice),
                    }
                    : page;
            },
            isWrite: false,
            cancellationToken
        );

    public Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken) =>
        CallAsync(
            new Call("write", write.Key.Partition, write.Key.Sort),
            _ => network.ApplyAsync(write),
            isWrite: true,
            cancellationToken
        );

    public Task<TransactionResult> TransactAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken) =>
        CallAsync(
            new Call("transact", writes[0].Key.Partition),
            _ => table.TransactAsync(writes, CancellationToken.None),
            isWrite: true,
            cancellationToken
        );

    public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing that is simulated scans.");

    private async Task<T> CallAsync<T>(
        Call call,
        Func<Dice, Task<T>> act,
        bool isWrite,
        CancellationToken cancellationToken
    )
    {
        var answer = CarryAsync(call, act, isWrite);
        return cancellationToken.CanBeCanceled ? await answer.WaitAsync(cancellationToken) : await answer;
    }

    private async Task<T> CarryAsync<T>(Call call, Func<Dice, Task<T>> act, bool isWrite)
    {
        var errand = Errand.Current;
        var dice = errand.Dice;
        errand.TableCalls++;
        if (isWrite && machine.WritesLeft-- == 0)
        {
            network.Note(errand, call, "the machine dies before it");
            machine.Crash();
        }
        if (!machine.IsAlive)
        {
            return await NeverAsync<T>();
        }
        T result;
        if (network.Faults.Strikes(Fault.NodeCrash, dice))
        {
            network.Note(errand, call, "the machine dies behind it");
            machine.Crash();
            await network.LatencyAsync(dice, 400);
            await act(dice);
            return await NeverAsync<T>();
        }
        if (network.Faults.Strikes(Fault.Throttled, dice))
        {
            await network.LatencyAsync(dice, 10);
            throw network.Fail(errand, call, StorageFault.Unavailable, "throttled");
        }
        if (network.Faults.Strikes(Fault.RequestLost, dice))
        {
            await network.LatencyAsync(dice, 1000);
            throw network.Fail(errand, call, Unanswered(isWrite), "the request is lost");
        }
        if (network.Faults.Strikes(Fault.AppliedLate, dice))
        {
            var late = ActLaterAsync(dice, act);
            if (isWrite && dice.Chance(0.5))
            {
                await network.LatencyAsync(dice, 100);
                throw network.Fail(errand, call, StorageFault.OutcomeUnknown, "it arrives later");
            }
            result = await late;
        }
        else
        {
            await network.LatencyAsync(dice, 4);
            result = await act(dice);
            if (network.Faults.Strikes(Fault.AnswerLost, dice))
            {
                await network.LatencyAsync(dice, 100);
                if (dice.Chance(0.5))
                {
                    throw network.Fail(errand, call, Unanswered(isWrite), "the answer is lost");
                }
                // The engine's client asks once more, as the AWS SDK does.
                result = await act(dice);
            }
        }
        await network.LatencyAsync(dice, 4);
        if (!machine.IsAlive)
        {
            return await NeverAsync<T>();
        }
        network.Note(errand, call, result is WriteResult.ConditionFailed ? "refused by its condition" : "done");
        return result;
    }

    private async Task<T> ActLaterAsync<T>(Dice dice, Func<Dice, Task<T>> act)
    {
        await network.LatencyAsync(dice, 400);
        return await act(dice);
    }

    // A read whose answer is lost changed nothing; a write may have.
    private static StorageFault Unanswered(bool isWrite) =>
        isWrite ? StorageFault.OutcomeUnknown : StorageFault.Unavailable;

    private static Task<T> NeverAsync<T>() => new TaskCompletionSource<T>().Task;

    /// <summary>Mostly the newest items are those that are missed; sometimes any, as from several replicas.</summary>
    private List<Item> Stale(IReadOnlyList<Item> items, Dice dice)
    {
        var candidates = dice.Chance(0.25)
            ? items.OrderBy(_ => dice.Next(1000))
            : items.OrderByDescending(item => item.Key.Sort, StringComparer.Ordinal);
        var missed = candidates.Take(dice.Between(1, 3)).ToHashSet();
        return [.. items.Select(item => missed.Contains(item) ? network.Before(item) : item).OfType<Item>()];
    }
}
