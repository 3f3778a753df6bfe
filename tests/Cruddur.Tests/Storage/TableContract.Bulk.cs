using Cruddur.Storage;
using Xunit;

namespace Cruddur.Tests.Storage;

public abstract partial class TableContract
{
    /// <summary>Of the same table; most engines are their own.</summary>
    protected virtual IBulkWriter Bulk => (IBulkWriter)Table;

    [Fact]
    public async Task All_of_many_items_are_put_and_those_in_their_place_are_gone()
    {
        await PutAsync(I("item 0007", ("old", "attribute")));
        // More than a batch, a commit or a page of any engine holds.
        var items = Enumerable.Range(0, 1_203).Select(i => I($"item {i:D4}", ("n", i), ("é", "ü"))).ToArray();

        var cost = await Bulk.PutAllAsync(items, Cancel);

        var read = new List<Item>();
        Page? page = null;
        while (page is null || page.Next is not null)
        {
            page = await Table.QueryAsync(
                new Query(Partition(), SortRange.All, 500, Consistency.Strong, After: page?.Next),
                Cancel
            );
            read.AddRange(page.Items);
        }
        Assert.Equal(items, read);
        Assert.Equal(items.Length, cost.WriteUnits);
    }

    [Fact]
    public async Task Putting_no_items_is_done_at_once() => Assert.Equal(default, await Bulk.PutAllAsync([], Cancel));

    [Fact]
    public async Task Large_items_are_put_together()
    {
        var items = Enumerable.Range(0, 30).Select(i => I($"{i:D2}", ("a", new string('x', 399 * 1024)))).ToArray();

        await Bulk.PutAllAsync(items, Cancel);

        foreach (var item in items)
        {
            Assert.Equal(item, await GetAsync(item.Key));
        }
    }

    [Fact]
    public async Task Two_items_of_one_key_are_refused_and_nothing_is_put()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            Bulk.PutAllAsync([I("a"), I("same", ("n", 1)), I("same", ("n", 2))], Cancel)
        );

        Assert.Empty(await SortsAsync());
    }
}
