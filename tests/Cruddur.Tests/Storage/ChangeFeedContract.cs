using Cruddur.Storage;
using Cruddur.Tests.Support;
using Xunit;

namespace Cruddur.Tests.Storage;

/// <summary>What the change feed of every engine does that has one in its process.</summary>
public abstract partial class ChangeFeedContract : IAsyncLifetime
{
    private static readonly Dictionary<string, AttributeValue> Nothing = [];

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ITable Table { get; set; } = null!;

    private IChangeFeed Feed { get; set; } = null!;

    public async ValueTask InitializeAsync() => (Table, Feed) = await OpenAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>A new, empty table.</summary>
    protected abstract Task<(ITable Table, IChangeFeed Feed)> OpenAsync();

    /// <summary>The same table after its engine was closed and opened, where it outlives that.</summary>
    protected abstract Task<(ITable Table, IChangeFeed Feed)> ReopenAsync();

    /// <summary>Lets go of the changes up to a position, however young.</summary>
    protected abstract Task TrimAsync(string upTo);

    private static Item Item(string sort, long n) =>
        new(new Key("p", sort), new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { ["n"] = n });

    private Task<WriteResult> PutAsync(string sort, long n, Condition? condition = null) =>
        Table.WriteAsync(new Write.Put(Item(sort, n), condition ?? Condition.None), Cancel);

    private Task<WriteResult> DeleteAsync(string sort) =>
        Table.WriteAsync(new Write.Delete(new Key("p", sort), Condition.None), Cancel);

    private Task<ChangePage> ReadAsync(string? after = null, int limit = 100) => Feed.ReadAsync(after, limit, Cancel);

    private async Task<string> NextAsync(string? after = null, int limit = 100) =>
        (await ReadAsync(after, limit)).Next!;

    [Fact]
    public async Task A_new_table_has_no_changes()
    {
        var page = await ReadAsync();

        Assert.Empty(page.Changes);
        Assert.Null(page.Next);
        Assert.False(page.Trimmed);
    }

    [Fact]
    public async Task Each_write_that_changes_an_item_is_a_change_with_the_item_as_it_then_was()
    {
        await PutAsync("a", 1);
        await PutAsync("a", 2);
        await PutAsync("b", 3);
        await DeleteAsync("a");
        await PutAsync("a", 4);

        Assert.Equal(
            [
                new Change(ChangeKind.Insert, new Key("p", "a"), Item("a", 1)),
                new Change(ChangeKind.Modify, new Key("p", "a"), Item("a", 2)),
                new Change(ChangeKind.Insert, new Key("p", "b"), Item("b", 3)),
                new Change(ChangeKind.Remove, new Key("p", "a"), null),
                new Change(ChangeKind.Insert, new Key("p", "a"), Item("a", 4)),
            ],
            (await ReadAsync()).Changes
        );
    }

    [Fact]
    public async Task What_changes_nothing_is_no_change()
    {
        await PutAsync("a", 1);
        var start = await NextAsync();

        await PutAsync("a", 9, Condition.NotExists);
        await DeleteAsync("nobody");
        await PutAsync("a", 1);
        await Table.WriteAsync(
            new Write.Update(new Key("p", "a"), Item("a", 1).Attributes, Condition.Exists) { Remove = ["absent"] },
            Cancel
        );
        await Table.TransactAsync(
            [new Write.Check(new Key("p", "b"), Condition.NotExists), new Write.Put(Item("a", 1), Condition.None)],
            Cancel
        );
        await Table.TransactAsync(
            [new Write.Put(Item("b", 1), Condition.None), new Write.Check(new Key("p", "c"), Condition.Exists)],
            Cancel
        );

        Assert.Empty((await ReadAsync(start)).Changes);
    }

    [Fact]
    public async Task A_transaction_is_a_change_for_each_of_its_writes()
    {
        await PutAsync("b", 1);
        var start = await NextAsync();

        await Table.TransactAsync(
            [
                new Write.Put(Item("a", 1), Condition.NotExists),
                new Write.Update(new Key("p", "b"), Item("b", 2).Attributes, Condition.Exists),
                new Write.Delete(new Key("p", "c"), Condition.None),
                new Write.Put(new Item(new Key("p", "d"), Nothing), Condition.None),
            ],
            Cancel
        );

        Assert.Equal(
            [
                new Change(ChangeKind.Insert, new Key("p", "a"), Item("a", 1)),
                new Change(ChangeKind.Modify, new Key("p", "b"), Item("b", 2)),
                new Change(ChangeKind.Insert, new Key("p", "d"), new Item(new Key("p", "d"), Nothing)),
            ],
            (await ReadAsync(start)).Changes
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Following_Next_reads_each_change_once(int limit)
    {
        for (var i = 0; i < 7; i++)
        {
            await PutAsync($"{i}", i);
        }

        var read = new List<string>();
        var page = await ReadAsync(null, limit);
        while (page.Changes.Count > 0)
        {
            Assert.InRange(page.Changes.Count, 1, limit);
            Assert.False(page.Trimmed);
            read.AddRange(page.Changes.Select(change => change.Key.Sort));
            page = await ReadAsync(page.Next, limit);
        }

        Assert.Equal(["0", "1", "2", "3", "4", "5", "6"], read.ToArray());
        Assert.Equal(page.Next, await NextAsync(page.Next));
    }

    [Fact]
    public async Task Changes_of_a_key_come_in_the_order_of_its_writes_under_load()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async key =>
                {
                    for (var n = 1; n <= 25; n++)
                    {
                        await PutAsync($"{key}", n);
                    }
                })
        );

        var changes = (await ReadAsync(limit: 1000)).Changes;

        Assert.Equal(200, changes.Count);
        Assert.All(
            changes.GroupBy(change => change.Key),
            key => Assert.Equal(Enumerable.Range(1, 25), key.Select(change => (int)change.NewImage!.Number("n")))
        );
    }

    [Fact]
    public async Task Waiting_ends_at_once_where_there_are_changes_already()
    {
        await PutAsync("a", 1);
        var first = await NextAsync();
        await PutAsync("b", 2);

        await Feed.WaitAsync(null, Cancel);
        await Feed.WaitAsync(first, Cancel);
    }

    [Fact]
    public async Task Waiting_ends_with_the_next_change_and_not_with_a_write_that_changes_nothing()
    {
        var onNew = Feed.WaitAsync(null, Cancel);
        await DeleteAsync("nobody");
        Assert.False(onNew.IsCompleted);
        await PutAsync("a", 1);
        await onNew.WaitAsync(Eventually.Patience, Cancel);

        var position = await NextAsync();
        Task[] waiting = [Feed.WaitAsync(position, Cancel), Feed.WaitAsync(position, Cancel)];
        await PutAsync("a", 1);
        Assert.DoesNotContain(waiting, wait => wait.IsCompleted);
        await PutAsync("a", 2);
        await Task.WhenAll(waiting).WaitAsync(Eventually.Patience, Cancel);
        Assert.Single((await ReadAsync(position)).Changes);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var wait = Feed.WaitAsync(null, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
