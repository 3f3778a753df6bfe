using System.Collections.Concurrent;
using Cruddur.Storage;
using Xunit;

namespace Cruddur.Tests.Storage;

public abstract partial class TableContract
{
    private const int Operations = 60;

    /// <summary>How many sequences are run; a slow engine runs fewer, a soak more (CRUDDUR_SEQUENCES).</summary>
    protected virtual int Sequences => Setting("CRUDDUR_SEQUENCES") ?? 500;

    /// <summary>Whether a query by prefix compares bytes, as DynamoDB does, for every kind of letter.</summary>
    protected virtual bool PrefixesAreExact => true;

    protected static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value) : null;

    [Fact]
    public async Task Random_sequences_of_operations_end_as_an_independent_model_says()
    {
        var seeds = Setting("CRUDDUR_SEED") is { } only ? [only] : Enumerable.Range(1, Sequences);
        var oracles = new ConcurrentDictionary<string, TableOracle>(StringComparer.Ordinal);
        // Several at a time, for the sake of time; each on partitions of its own.
        await Parallel.ForEachAsync(
            seeds,
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancel },
            async (seed, _) => await RunSequenceAsync(seed, oracles[$"{_prefix}{seed}"] = new TableOracle())
        );
        await CompareFeedAsync(oracles);
    }

    private async Task RunSequenceAsync(int seed, TableOracle oracle)
    {
        var random = new RandomOperations(seed, $"{_prefix}{seed}/", PrefixesAreExact);
        try
        {
            for (var step = 0; step < Operations; step++)
            {
                await RunStepAsync(random.Next(), oracle);
            }
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"""
                Seed {seed}, after
                  {string.Join("\n  ", random.Trace)}
                {exception.Message}
                Again: CRUDDUR_SEED={seed} dotnet test tests/Cruddur.Tests --filter FullyQualifiedName~{GetType().Name}.Random
                """,
                exception
            );
        }
    }

    private Task RunStepAsync(object operation, TableOracle oracle) =>
        operation switch
        {
            Write write => CompareWriteAsync(write, oracle),
            List<Write> writes => CompareTransactionAsync(writes, oracle),
            Query query => CompareQueryAsync(query, oracle),
            _ => CompareGetAsync((Key)operation, oracle),
        };

    private async Task CompareGetAsync(Key key, TableOracle oracle)
    {
        var result = await Table.GetAsync(key, Consistency.Strong, Cancel);

        Assert.Equal(oracle.Find(key), result.Item);
        Assert.Equal(Cost.Read(result.Item?.Size ?? 0, Consistency.Strong), result.Cost);
    }

    private async Task CompareQueryAsync(Query query, TableOracle oracle)
    {
        var page = await Table.QueryAsync(query, Cancel);
        var expected = oracle.Select(query);

        Assert.Equal(expected.Take(query.Limit), page.Items);
        if (expected.Count > query.Limit)
        {
            Assert.NotNull(page.Next);
        }
        if (page.Next is not null)
        {
            Assert.Equal(page.Items[^1].Key.Sort, page.Next);
        }
        Assert.Equal(Cost.Read(page.Items.Sum(item => (long)item.Size), Consistency.Strong), page.Cost);
    }

    private async Task CompareWriteAsync(Write write, TableOracle oracle)
    {
        var before = oracle.Find(write.Key);
        var holds = oracle.Do([write]).Count == 0;
        var after = oracle.Find(write.Key);

        var result = await Table.WriteAsync(write, Cancel);

        WriteResult expected = holds
            ? new WriteResult.Written(Cost.Write(before?.Size ?? 0, after?.Size ?? 0))
            : new WriteResult.ConditionFailed(before, Cost.Write(before?.Size ?? 0, 0));
        Assert.Equal(expected, result);
        await CompareGetAsync(write.Key, oracle);
    }

    private async Task CompareTransactionAsync(List<Write> writes, TableOracle oracle)
    {
        var before = writes.ConvertAll(write => oracle.Find(write.Key));
        var failed = oracle.Do(writes);

        var result = await Table.TransactAsync(writes, Cancel);

        if (failed.Count == 0)
        {
            Assert.IsType<TransactionResult.Committed>(result);
        }
        else
        {
            Assert.Equal(
                failed.Select(i => new FailedCondition(i, before[i])),
                Assert.IsType<TransactionResult.ConditionsFailed>(result).Failed
            );
        }
        foreach (var write in writes)
        {
            await CompareGetAsync(write.Key, oracle);
        }
    }

    private async Task CompareFeedAsync(IReadOnlyDictionary<string, TableOracle> oracles)
    {
        if (Table is not IChangeFeed feed)
        {
            return;
        }
        var changes = new List<Change>();
        var page = await feed.ReadAsync(null, 1000, Cancel);
        while (page.Changes.Count > 0)
        {
            changes.AddRange(page.Changes);
            page = await feed.ReadAsync(page.Next, 1000, Cancel);
        }
        var bySequence = changes.ToLookup(change => change.Key.Partition.Split('/')[0], StringComparer.Ordinal);
        foreach (var (sequence, oracle) in oracles)
        {
            Assert.Equal(oracle.Changes, bySequence[sequence]);
        }
    }
}
