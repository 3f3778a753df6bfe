using System.Collections.Concurrent;
using Cruddur.Storage;

namespace Cruddur.Proof.Contract;

/// <summary>What a seed found.</summary>
internal sealed record ContractFailure(int Seed, string What)
{
    public override string ToString() =>
        $"Seed {Seed}: {What}\nAgain: bin/soak --layer contract --seed {Seed} --runs 1";
}

/// <summary>Random sequences of operations on one table, and its change feed against all of them.</summary>
internal static class ContractSequences
{
    /// <param name="prefix">What the table has under it is theirs alone.</param>
    /// <param name="withAnyPrefix">Whether a query by prefix compares bytes, for every kind of letter.</param>
    public static async Task<IReadOnlyCollection<ContractFailure>> RunAsync(
        ITable table,
        string prefix,
        IEnumerable<int> seeds,
        bool withAnyPrefix,
        CancellationToken cancellationToken
    )
    {
        var failures = new ConcurrentQueue<ContractFailure>();
        var oracles = new ConcurrentDictionary<int, TableOracle>();
        // Several at a time, for the sake of time; each on partitions of its own.
        await Parallel.ForEachAsync(
            seeds,
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
            async (seed, cancel) =>
            {
                var sequence = new ContractSequence(table, seed, $"{prefix}{seed}/", withAnyPrefix);
                oracles[seed] = sequence.Oracle;
                if (await sequence.RunAsync(cancel) is { } what)
                {
                    failures.Enqueue(new(seed, what));
                }
            }
        );
        if (failures.IsEmpty && table is IChangeFeed feed)
        {
            var changes = (await ChangesAsync(feed, cancellationToken)).ToLookup(
                change => change.Key.Partition.Split('/')[0],
                StringComparer.Ordinal
            );
            foreach (var (seed, oracle) in oracles)
            {
                if (!changes[$"{prefix}{seed}"].SequenceEqual(oracle.Changes))
                {
                    failures.Enqueue(new(seed, "the change feed does not tell what was done"));
                }
            }
        }
        return failures;
    }

    private static async Task<List<Change>> ChangesAsync(IChangeFeed feed, CancellationToken cancellationToken)
    {
        var changes = new List<Change>();
        var page = await feed.ReadAsync(null, 1000, cancellationToken);
        while (page.Changes.Count > 0)
        {
            changes.AddRange(page.Changes);
            page = await feed.ReadAsync(page.Next, 1000, cancellationToken);
        }
        return changes;
    }
}
