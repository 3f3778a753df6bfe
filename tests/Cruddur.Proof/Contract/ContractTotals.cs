using Cruddur.Proof.Disks;
using Cruddur.Proof.Storage;
using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Proof.Contract;

/// <summary>The sums over many seeds: of each a random sequence and a concurrent history, on the model and on the embedded engine.</summary>
internal sealed class ContractTotals
{
    private readonly List<ContractFailure> _failed = [];

    public long Seeds { get; private set; }

    public IReadOnlyList<ContractFailure> Failed => _failed;

    public static async Task<ContractTotals> RunAllAsync(IReadOnlyCollection<int> seeds)
    {
        var totals = new ContractTotals { Seeds = seeds.Count };
        await totals.RunAsync(new MemoryTable(), seeds);
        using var folder = new DiskFolder();
        await using var engine = await SqliteTable.OpenAsync(
            new SqliteTableOptions { Path = Path.Combine(folder.Path, "cruddur.db") },
            TimeProvider.System,
            NullLogger.Instance,
            CancellationToken.None
        );
        await totals.RunAsync(engine, seeds);
        return totals;
    }

    private async Task RunAsync(ITable table, IReadOnlyCollection<int> seeds)
    {
        _failed.AddRange(
            await ContractSequences.RunAsync(table, "", seeds, withAnyPrefix: true, CancellationToken.None)
        );
        foreach (var seed in seeds)
        {
            var partition = $"history {seed}";
            var what = await ConcurrentHistory.RunAsync(
                table,
                new Key(partition, "first"),
                new Key(partition, "second"),
                seed,
                CancellationToken.None
            );
            if (what is not null)
            {
                _failed.Add(new(seed, what));
            }
        }
    }
}
