using Cruddur.Live;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Live;

public sealed class StoreEpochTests
{
    private readonly MemoryTable _table = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Servers_that_start_at_once_on_an_empty_table_have_the_same()
    {
        var first = new StoreEpoch(_table, new UuidSource(TimeProvider.System));
        // The other server is between its look and its write.
        var late = new InterceptedTable(_table) { BeforeWrite = (_, cancel) => first.LoadAsync(cancel) };
        var second = new StoreEpoch(late, new UuidSource(TimeProvider.System));
        await second.LoadAsync(Cancel);

        Assert.Equal(first.Current, second.Current);
        Assert.Equal(StoreEpoch.Length, first.Current.Length);
        Assert.True(EventCursor.TryParse($"{first.Current}.17", out var cursor));
        Assert.Equal($"{first.Current}.17", cursor.ToString());
    }

    [Fact]
    public async Task One_that_is_none_is_not_served_with()
    {
        await _table.WriteAsync(new Write.Put(StoreEpoch.ToItem("short"), Condition.None), Cancel);
        var epoch = new StoreEpoch(_table, new UuidSource(TimeProvider.System));

        await Assert.ThrowsAsync<ItemFormatException>(() => epoch.LoadAsync(Cancel));
    }
}
