using Cruddur.Proof.Mutants;
using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Proof.Disks;

/// <summary>
/// Opens files as they were left, and holds what is in them against the history: all of the first so many transactions and
/// nothing of the others, no less than was acknowledged, and the change feed tells just how it came about.
/// </summary>
internal static class EngineJudge
{
    /// <returns>What is wrong; null when nothing is.</returns>
    public static async Task<string?> JudgeAsync(string folder, EngineHistory history, int operations)
    {
        WatchedFileSystem.Mount(folder, new Disk());
        try
        {
            await using var table = await SqliteTable.OpenAsync(
                new SqliteTableOptions { Path = PathIn(folder), Hooks = new UnflushedHooks() },
                TimeProvider.System,
                NullLogger.Instance,
                CancellationToken.None
            );
            return await JudgeAsync(table, history, history.NewestAcknowledged(operations));
        }
        catch (StorageException exception)
        {
            return $"it does not open: {exception.Message}";
        }
        finally
        {
            WatchedFileSystem.Unmount(folder);
        }
    }

    public static string PathIn(string folder) => Path.Combine(folder, "cruddur.db");

    private static async Task<string?> JudgeAsync(SqliteTable table, EngineHistory history, int acknowledged)
    {
        var newest = (
            await table.GetAsync(new Key("newest", "transaction"), Consistency.Strong, CancellationToken.None)
        ).Item;
        var last = newest is null ? -1 : (int)newest.Number("number");
        if (last < acknowledged)
        {
            return $"transaction {acknowledged} was acknowledged and the last there is {last}";
        }
        var possible = history.Possible;
        if (last >= 0 && !possible.Contains(last))
        {
            return $"transaction {last} was refused and is there";
        }
        var (items, changes) = Fold(history, possible.Where(number => number <= last));
        var found = await ItemsAsync(table);
        if (found.Count != items.Count || found.Any(item => !item.Equals(items.GetValueOrDefault(item.Key))))
        {
            return $"the items are not those of the transactions up to {last}";
        }
        if (!(await ChangesAsync(table)).SequenceEqual(changes))
        {
            return $"the change feed is not that of the transactions up to {last}";
        }
        return await GoesOnAsync(table);
    }

    private static (Dictionary<Key, Item> Items, List<Change> Changes) Fold(
        EngineHistory history,
        IEnumerable<int> transactions
    )
    {
        var items = new Dictionary<Key, Item>();
        var changes = new List<Change>();
        foreach (var write in transactions.SelectMany(transaction => history[transaction]))
        {
            var before = items.GetValueOrDefault(write.Key);
            if (write is Write.Put put)
            {
                items[write.Key] = put.Item;
                changes.Add(new(before is null ? ChangeKind.Insert : ChangeKind.Modify, write.Key, put.Item));
            }
            else if (items.Remove(write.Key))
            {
                changes.Add(new(ChangeKind.Remove, write.Key, null));
            }
        }
        return (items, changes);
    }

    private static async Task<List<Item>> ItemsAsync(SqliteTable table)
    {
        var items = new List<Item>();
        Key? after = null;
        do
        {
            var page = await table.ScanAsync(after, 1000, CancellationToken.None);
            items.AddRange(page.Items);
            after = page.Next;
        } while (after is not null);
        return items;
    }

    private static async Task<List<Change>> ChangesAsync(SqliteTable table)
    {
        var changes = new List<Change>();
        var page = await table.ReadAsync(null, 1000, CancellationToken.None);
        while (page.Changes.Count > 0)
        {
            changes.AddRange(page.Changes);
            page = await table.ReadAsync(page.Next, 1000, CancellationToken.None);
        }
        return changes;
    }

    private static async Task<string?> GoesOnAsync(SqliteTable table)
    {
        var item = new Item(new Key("newest", "afterwards"), []);
        await table.WriteAsync(new Write.Put(item, Condition.NotExists), CancellationToken.None);
        var found = await table.GetAsync(item.Key, Consistency.Strong, CancellationToken.None);
        return item.Equals(found.Item) ? null : "what is written afterwards is not there";
    }

    private sealed class UnflushedHooks : SqliteHooks
    {
        public override string? VirtualFileSystem => WatchedFileSystem.Name;

        public override string FileSystemOf(string folder) => "ext4";
    }
}
