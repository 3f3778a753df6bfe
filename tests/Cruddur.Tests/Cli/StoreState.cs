using Cruddur.Inbox;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Tests.Cli;

/// <summary>All that a store has, to find out whether it is of one moment.</summary>
internal sealed record StoreState(IReadOnlyList<Item> Items, IReadOnlyList<Change> Changes)
{
    public int Messages => Items.Count(item => MessageEntry.IsKey(item.Key));

    public static async Task<StoreState> OfAsync(SqliteTable table)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var items = new List<Item>();
        for (Key? after = null; ; )
        {
            var page = await table.ScanAsync(after, 1000, cancellation);
            items.AddRange(page.Items);
            if (page.Next is not { } next)
            {
                break;
            }
            after = next;
        }
        var changes = new List<Change>();
        for (string? after = null; ; )
        {
            var page = await table.ReadAsync(after, 1000, cancellation);
            if (page.Changes.Count == 0)
            {
                return new StoreState(items, changes);
            }
            changes.AddRange(page.Changes);
            after = page.Next;
        }
    }

    /// <summary>
    /// Logs without a gap, no row ahead of its log, and the feed's last word on each item is what the item is: all that was
    /// written is in both or in neither.
    /// </summary>
    public void ShouldBeOneState()
    {
        var tails = new Dictionary<Guid, long>();
        foreach (
            var log in Items
                .Where(item => MessageEntry.IsKey(item.Key))
                .GroupBy(item => item.Key.Partition, StringComparer.Ordinal)
        )
        {
            var entries = log.Select(MessageEntry.FromItem).ToList();
            Assert.Equal(Enumerable.Range(1, entries.Count).Select(seq => (long)seq), entries.Select(one => one.Seq));
            tails[entries[0].MessageGroupUuid] = entries.Count;
        }
        foreach (var item in Items)
        {
            if (InboxRow.IsKey(item.Key, out var user))
            {
                var row = InboxRow.FromItem(user, item);
                Assert.True(
                    row.LastSeq <= tails.GetValueOrDefault(row.MessageGroupUuid),
                    $"{item.Key} is at {row.LastSeq}"
                );
            }
        }
        var last = Changes.GroupBy(change => change.Key).Select(changes => changes.Last());
        Assert.Equal(
            Items.OrderBy(NameOf, StringComparer.Ordinal),
            last.Select(change => change.NewImage!).OrderBy(NameOf, StringComparer.Ordinal)
        );
    }

    // Written out; a key shows less of itself.
    private static string NameOf(Item item) => $"{item.Key.Partition} {item.Key.Sort}";
}
