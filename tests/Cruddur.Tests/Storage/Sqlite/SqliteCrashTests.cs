using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Xunit;

namespace Cruddur.Tests.Storage.Sqlite;

/// <summary>
/// The files as a crash would leave them, taken under load, opened and compared with what had been acknowledged by then.
/// </summary>
public sealed class SqliteCrashTests : IAsyncDisposable
{
    private const int Crashes = 40;
    private const int Writers = 8;

    private readonly TemporaryDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task After_a_crash_at_any_moment_everything_acknowledged_is_there_and_nothing_by_half(int seed)
    {
        var hooks = new CrashHooks(seed, _database, Writers, Crashes);
        var table = await SqliteTable.OpenAsync(
            new SqliteTableOptions
            {
                Path = _database.Path,
                CheckpointPages = 30,
                Hooks = hooks,
            },
            _database.Time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
            Cancel
        );
        await using (table)
        {
            await Task.WhenAll(
                Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(table, writer, hooks), Cancel))
            );
        }

        Assert.Equal(Crashes, hooks.Copies.Count);
        Assert.Contains(hooks.Copies, copy => copy.LogWasTorn);
        foreach (var copy in hooks.Copies)
        {
            await CheckAsync(copy);
        }
    }

    // Each write is a transaction of two items in two places of the tree.
    private static async Task WriteAsync(SqliteTable table, int writer, CrashHooks hooks)
    {
        for (var n = 1; !hooks.IsDone; n++)
        {
            var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                ["text"] = new string('x', 50 + 700 * (n % 4)),
            };
            Write[] writes =
            [
                new Write.Put(new Item(new Key($"a{writer}", $"{n:D6}"), attributes), Condition.NotExists),
                new Write.Put(new Item(new Key("b", $"{writer}-{n:D6}"), attributes), Condition.NotExists),
            ];
            Assert.IsType<TransactionResult.Committed>(await table.TransactAsync(writes, Cancel));
            hooks.Acknowledged(writer, n);
        }
    }

    private async Task CheckAsync(CrashCopy copy)
    {
        var table = await _database.OpenAsync(path: copy.Path);
        var items = new List<Item>();
        Key? after = null;
        do
        {
            var page = await table.ScanAsync(after, 1000, Cancel);
            items.AddRange(page.Items);
            after = page.Next;
        } while (after is not null);
        for (var writer = 0; writer < Writers; writer++)
        {
            var first = Sorts(items, $"a{writer}", "");
            Assert.Equal(Enumerable.Range(1, first.Length).Select(n => $"{n:D6}").ToArray(), first);
            Assert.Equal(first, Sorts(items, "b", $"{writer}-"));
            Assert.InRange(first.Length, copy.Acknowledged[writer], int.MaxValue);
        }
        var feed = await table.ReadAsync(null, int.MaxValue, Cancel);
        var changed = new List<Key>();
        while (feed.Changes.Count > 0)
        {
            changed.AddRange(feed.Changes.Select(change => change.Key));
            feed = await table.ReadAsync(feed.Next, int.MaxValue, Cancel);
        }
        Assert.Equal(items.Count, changed.Count);
        Assert.Equal(items.Select(item => item.Key).ToHashSet(), changed.ToHashSet());
        await table.DisposeAsync();
    }

    private static string[] Sorts(List<Item> items, string partition, string prefix) =>
        [
            .. items
                .Where(item =>
                    item.Key.Partition == partition && item.Key.Sort.StartsWith(prefix, StringComparison.Ordinal)
                )
                .Select(item => item.Key.Sort[prefix.Length..]),
        ];
}
