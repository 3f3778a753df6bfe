using Cruddur.Storage;

namespace Cruddur.Proof.Contract;

/// <summary>One random sequence of operations, done to a table and to the oracle and compared at every step.</summary>
internal sealed class ContractSequence(ITable table, int seed, string prefix, bool withAnyPrefix)
{
    private const int Operations = 60;

    private readonly RandomOperations _random = new(seed, prefix, withAnyPrefix);

    public TableOracle Oracle { get; } = new();

    /// <returns>What is wrong, and the operations that led to it; null when nothing is.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        for (var step = 0; step < Operations; step++)
        {
            if (await RunStepAsync(_random.Next(), cancellationToken) is { } difference)
            {
                return $"after\n  {string.Join("\n  ", _random.Trace)}\n{difference}";
            }
        }
        return null;
    }

    private async Task<string?> RunStepAsync(object operation, CancellationToken cancellationToken)
    {
        try
        {
            return operation switch
            {
                Write write => await CompareWriteAsync(write, cancellationToken),
                List<Write> writes => await CompareTransactionAsync(writes, cancellationToken),
                Query query => await CompareQueryAsync(query, cancellationToken),
                _ => await CompareGetAsync((Key)operation, cancellationToken),
            };
        }
        catch (Exception exception) when (exception is ArgumentException or StorageException)
        {
            // Nothing here is to be refused.
            return exception.Message;
        }
    }

    private async Task<string?> CompareGetAsync(Key key, CancellationToken cancellationToken)
    {
        var result = await table.GetAsync(key, Consistency.Strong, cancellationToken);
        var item = Oracle.Find(key);
        return Difference("the item", item, result.Item)
            ?? Difference("the cost", Cost.Read(item?.Size ?? 0, Consistency.Strong), result.Cost);
    }

    private async Task<string?> CompareQueryAsync(Query query, CancellationToken cancellationToken)
    {
        var page = await table.QueryAsync(query, cancellationToken);
        var expected = Oracle.Select(query);
        var items = expected.Take(query.Limit).ToList();
        var last = items.LastOrDefault()?.Key.Sort;
        if (!page.Items.SequenceEqual(items))
        {
            return $"the items should be\n  {Show(items)}\nand are\n  {Show(page.Items)}";
        }
        // At the end of what there is, an engine may give the place or not.
        return (expected.Count > query.Limit || page.Next is not null ? Difference("the place", last, page.Next) : null)
            ?? Difference("the cost", Cost.Read(items.Sum(item => (long)item.Size), Consistency.Strong), page.Cost);
    }

    private async Task<string?> CompareWriteAsync(Write write, CancellationToken cancellationToken)
    {
        var before = Oracle.Find(write.Key);
        var holds = Oracle.Do([write]).Count == 0;
        var after = Oracle.Find(write.Key);

        var result = await table.WriteAsync(write, cancellationToken);

        WriteResult expected = holds
            ? new WriteResult.Written(Cost.Write(before?.Size ?? 0, after?.Size ?? 0))
            : new WriteResult.ConditionFailed(before, Cost.Write(before?.Size ?? 0, 0));
        return Difference("the answer", expected, result) ?? await CompareGetAsync(write.Key, cancellationToken);
    }

    private async Task<string?> CompareTransactionAsync(List<Write> writes, CancellationToken cancellationToken)
    {
        var before = writes.ConvertAll(write => Oracle.Find(write.Key));
        var expected = Oracle.Do(writes).ConvertAll(place => new FailedCondition(place, before[place]));

        var result = await table.TransactAsync(writes, cancellationToken);

        var failed = result is TransactionResult.ConditionsFailed conditions ? conditions.Failed : [];
        if (!failed.SequenceEqual(expected))
        {
            return $"the failed conditions should be\n  {Show(expected)}\nand are\n  {Show(failed)}";
        }
        foreach (var write in writes)
        {
            if (await CompareGetAsync(write.Key, cancellationToken) is { } difference)
            {
                return difference;
            }
        }
        return null;
    }

    private static string? Difference<T>(string what, T expected, T actual) =>
        EqualityComparer<T>.Default.Equals(expected, actual)
            ? null
            : $"{what} should be\n  {Show(expected)}\nand is\n  {Show(actual)}";

    private static string Show<T>(IEnumerable<T> all) => string.Join("\n  ", all.Select(one => Show(one)));

    // An item does not print what is in it, so that no log has it.
    private static string Show(object? value) =>
        value switch
        {
            null => "nothing",
            Item item => RandomOperations.Show(item),
            FailedCondition failed => $"{failed.Index}, as there is {Show(failed.Occupant)}",
            WriteResult.ConditionFailed failed => $"refused for {failed.Cost}, as there is {Show(failed.Occupant)}",
            _ => $"{value}",
        };
}
