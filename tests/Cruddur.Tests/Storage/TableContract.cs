using Cruddur.Storage;
using Xunit;

namespace Cruddur.Tests.Storage;

/// <summary>
/// What every engine does, run once for each. Keys begin with a prefix of the test's own, so that an engine may keep one
/// table for all tests.
/// </summary>
public abstract partial class TableContract : IAsyncLifetime
{
    private static int _tests;

    private readonly string _prefix = $"{TimeProvider.System.GetTimestamp():x}-{Interlocked.Increment(ref _tests)}#";

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected ITable Table { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Table = await OpenAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>An empty table, or one whose items have other prefixes.</summary>
    protected abstract Task<ITable> OpenAsync();

    protected string Partition(string name = "p") => _prefix + name;

    protected Key K(string sort, string partition = "p") => new(Partition(partition), sort);

    protected Item I(string sort, params (string Name, AttributeValue Value)[] attributes) =>
        new(K(sort), Attributes(attributes));

    protected static Dictionary<string, AttributeValue> Attributes(
        params (string Name, AttributeValue Value)[] attributes
    ) => attributes.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal);

    protected async Task<Item?> GetAsync(Key key) => (await Table.GetAsync(key, Consistency.Strong, Cancel)).Item;

    protected Task<WriteResult> PutAsync(Item item, Condition? condition = null) =>
        Table.WriteAsync(new Write.Put(item, condition ?? Condition.None), Cancel);

    protected Task<WriteResult> UpdateAsync(
        Key key,
        Condition condition,
        params (string Name, AttributeValue Value)[] set
    ) => Table.WriteAsync(new Write.Update(key, Attributes(set), condition), Cancel);

    protected Task<WriteResult> DeleteAsync(Key key, Condition? condition = null) =>
        Table.WriteAsync(new Write.Delete(key, condition ?? Condition.None), Cancel);

    protected async Task PutAllAsync(params IEnumerable<string> sorts) =>
        await Task.WhenAll(sorts.Select(sort => PutAsync(I(sort))));

    [Fact]
    public async Task An_item_that_was_put_is_read_back_as_it_was()
    {
        var item = I("s", ("text", "words"), ("empty", ""), ("number", -42), ("zero", 0), ("большой", long.MaxValue));

        Assert.IsType<WriteResult.Written>(await PutAsync(item));

        Assert.Equal(item, await GetAsync(item.Key));
    }

    [Fact]
    public async Task An_item_that_was_never_put_is_not_there() => Assert.Null(await GetAsync(K("nobody")));

    [Fact]
    public async Task An_item_without_attributes_is_an_item()
    {
        await PutAsync(I("s"));

        Assert.Equal(I("s"), await GetAsync(K("s")));
    }

    [Theory]
    [InlineData("NUL \0 inside")]
    [InlineData("\u0001\u001f\u007f\u0085\u2028")]
    [InlineData("quote \" backslash \\ slash / less < amp & é ñ")]
    [InlineData("\U0001F600 \U0010FFFF \uFFFD \uFFFF \uD7FF")]
    [InlineData("e\u0301 and \u00e9")]
    [InlineData("\u202Eright to left")]
    [InlineData("' ; DROP TABLE items; --")]
    public async Task Any_text_comes_back_exactly(string text)
    {
        var item = new Item(new Key(Partition(text), text), Attributes(("a", text), ("n" + text, 1)));

        await PutAsync(item);

        Assert.Equal(item, await GetAsync(item.Key));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(9_007_199_254_740_993)]
    [InlineData(long.MaxValue)]
    public async Task Any_number_comes_back_exactly(long number)
    {
        await PutAsync(I("s", ("n", number)));

        Assert.Equal(number, (await GetAsync(K("s")))!.Number("n"));
    }

    [Fact]
    public async Task A_put_replaces_the_whole_item()
    {
        await PutAsync(I("s", ("old", 1), ("both", 1)));

        await PutAsync(I("s", ("both", 2)));

        Assert.Equal(I("s", ("both", 2)), await GetAsync(K("s")));
    }

    [Fact]
    public async Task An_update_sets_attributes_and_leaves_the_others()
    {
        await PutAsync(I("s", ("kept", "k"), ("changed", 1)));

        await UpdateAsync(K("s"), Condition.Exists, ("changed", "now text"), ("added", 3));

        Assert.Equal(I("s", ("kept", "k"), ("changed", "now text"), ("added", 3)), await GetAsync(K("s")));
    }

    [Fact]
    public async Task An_update_removes_attributes_whether_or_not_they_are_there()
    {
        await PutAsync(I("s", ("gone", 1), ("kept", 2)));

        var update = new Write.Update(K("s"), Attributes(), Condition.Exists) { Remove = ["gone", "never there"] };
        await Table.WriteAsync(update, Cancel);

        Assert.Equal(I("s", ("kept", 2)), await GetAsync(K("s")));
    }

    [Fact]
    public async Task An_update_without_an_item_makes_one()
    {
        var update = new Write.Update(K("s"), Attributes(("a", 1)), Condition.None) { Remove = ["b"] };
        await Table.WriteAsync(update, Cancel);

        Assert.Equal(I("s", ("a", 1)), await GetAsync(K("s")));
    }

    [Fact]
    public async Task A_deleted_item_is_gone_and_its_neighbours_are_not()
    {
        await PutAllAsync("a", "b", "c");

        Assert.IsType<WriteResult.Written>(await DeleteAsync(K("b")));

        Assert.Null(await GetAsync(K("b")));
        Assert.NotNull(await GetAsync(K("a")));
        Assert.NotNull(await GetAsync(K("c")));
    }

    [Fact]
    public async Task Deleting_nothing_is_done_at_once() =>
        Assert.IsType<WriteResult.Written>(await DeleteAsync(K("nobody")));

    [Fact]
    public async Task Keys_differ_by_case_and_by_partition()
    {
        await PutAsync(I("s", ("which", "lower")));
        await PutAsync(I("S", ("which", "upper")));
        await PutAsync(new Item(K("s", "other"), Attributes(("which", "other partition"))));

        Assert.Equal("lower", (await GetAsync(K("s")))!.Text("which"));
        Assert.Equal("upper", (await GetAsync(K("S")))!.Text("which"));
        Assert.Equal("other partition", (await GetAsync(K("s", "other")))!.Text("which"));
    }

    [Fact]
    public async Task A_strong_read_sees_what_another_thread_was_told_is_written()
    {
        for (var i = 0; i < 50; i++)
        {
            var key = K($"s{i}");
            await Task.Run(() => PutAsync(new Item(key, Attributes(("i", i)))), Cancel);
            var reads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => GetAsync(key), Cancel)));
            Assert.All(reads, item => Assert.Equal(i, item!.Number("i")));
        }
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_does_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Table.WriteAsync(new Write.Put(I("s"), Condition.None), cancelled.Token)
        );

        Assert.Null(await GetAsync(K("s")));
    }
}
