using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Xunit;

namespace Cruddur.Tests.Storage.Sqlite;

public sealed class SqliteQueueTests : IAsyncDisposable
{
    private readonly TemporaryDatabase _database = new();
    private readonly StubbornHooks _hooks = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _hooks.LetGo();
        await _database.DisposeAsync();
        _hooks.Dispose();
    }

    private static Key K(string sort) => new("p", sort);

    private static Dictionary<string, AttributeValue> Text(string name, int length) =>
        new(StringComparer.Ordinal) { [name] = new string('x', length) };

    private static Task<WriteResult> PutAsync(SqliteTable table, string sort, CancellationToken cancellationToken) =>
        table.WriteAsync(new Write.Put(new Item(K(sort), Text("a", 1)), Condition.NotExists), cancellationToken);

    private static async Task<bool> ExistsAsync(SqliteTable table, string sort) =>
        (await table.GetAsync(K(sort), Consistency.Strong, Cancel)).Item is not null;

    [Fact]
    public async Task Nobody_is_told_and_nobody_sees_a_write_before_it_is_committed()
    {
        var table = await _database.OpenAsync(_hooks);
        _hooks.Hold();

        var write = PutAsync(table, "a", Cancel);
        await _hooks.ArrivedAsync(Cancel);
        Assert.False(write.IsCompleted);
        Assert.False(await ExistsAsync(table, "a"));
        Assert.Empty((await table.ReadAsync(null, 10, Cancel)).Changes);
        _hooks.LetGo();
        await write;

        Assert.True(await ExistsAsync(table, "a"));
    }

    [Fact]
    public async Task Writes_that_wait_share_a_commit()
    {
        var table = await _database.OpenAsync(_hooks);
        _hooks.Hold();
        var first = PutAsync(table, "first", Cancel);
        await _hooks.ArrivedAsync(Cancel);
        var others = Enumerable.Range(0, 50).Select(i => PutAsync(table, $"{i}", Cancel)).ToArray();
        _hooks.LetGo();

        await Task.WhenAll([first, .. others]);

        Assert.Equal(2, _hooks.Commits);
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_take_its_write_along()
    {
        var table = await _database.OpenAsync(_hooks);
        using var leaving = new CancellationTokenSource();
        _hooks.Hold();
        var written = PutAsync(table, "written", leaving.Token);
        await _hooks.ArrivedAsync(Cancel);
        var queued = PutAsync(table, "queued", leaving.Token);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => written);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        _hooks.LetGo();
        await PutAsync(table, "after", Cancel);

        Assert.True(await ExistsAsync(table, "written"));
        Assert.True(await ExistsAsync(table, "queued"));
    }

    [Fact]
    public async Task A_write_that_turns_out_impossible_does_not_take_its_batch_along()
    {
        var table = await _database.OpenAsync(_hooks);
        await table.WriteAsync(new Write.Put(new Item(K("full"), Text("a", 399 * 1024)), Condition.None), Cancel);
        var position = (await table.ReadAsync(null, 10, Cancel)).Next;
        var tooMuch = new Write.Update(K("full"), Text("b", 2000), Condition.None);
        _hooks.Hold();
        var first = PutAsync(table, "first", Cancel);
        await _hooks.ArrivedAsync(Cancel);
        await _hooks.ArrivedAsync(Cancel);
        var a = PutAsync(table, "a", Cancel);
        var impossible = table.TransactAsync(
            [new Write.Put(new Item(K("with it"), Text("a", 1)), Condition.None), tooMuch],
            Cancel
        );
        _hooks.LetGo();

        await Task.WhenAll(first, a);
        await Assert.ThrowsAsync<ArgumentException>(() => impossible);
        Assert.False(await ExistsAsync(table, "with it"));
        var page = await table.ReadAsync(position, 10, Cancel);
        Assert.Equal(["first", "a"], page.Changes.Select(change => change.Key.Sort).ToArray());
        Assert.False(table.WaitAsync(page.Next, Cancel).IsCompleted);
    }

    [Fact]
    public async Task More_writes_than_the_queue_holds_are_refused_after_a_while()
    {
        var table = await SqliteTable.OpenAsync(
            new SqliteTableOptions
            {
                Path = _database.Path,
                QueueCapacity = 2,
                Hooks = _hooks,
            },
            _database.Time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
            Cancel
        );
        await using var closing = table;
        _hooks.Hold();
        var first = PutAsync(table, "first", Cancel);
        await _hooks.ArrivedAsync(Cancel);
        Task<WriteResult>[] queued = [PutAsync(table, "a", Cancel), PutAsync(table, "b", Cancel)];

        var refused = PutAsync(table, "c", Cancel);
        _database.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(StorageFault.Unavailable, (await Assert.ThrowsAsync<StorageException>(() => refused)).Fault);
        _hooks.LetGo();
        await Task.WhenAll([first, .. queued]);
        Assert.False(await ExistsAsync(table, "c"));
    }

    [Fact]
    public async Task Closing_finishes_what_is_queued_and_refuses_what_comes_later()
    {
        var table = await _database.OpenAsync(_hooks);
        var waiting = table.WaitAsync("0", Cancel);
        _hooks.Hold();
        var writes = Enumerable.Range(0, 20).Select(i => PutAsync(table, $"{i}", Cancel)).ToArray();
        await _hooks.ArrivedAsync(Cancel);

        var closing = table.DisposeAsync();
        var late = await Assert.ThrowsAsync<StorageException>(() => PutAsync(table, "late", Cancel));
        Assert.False(closing.IsCompleted);
        _hooks.LetGo();
        await closing;

        Assert.Equal(StorageFault.Unavailable, late.Fault);
        Assert.Contains("closed", late.Message, StringComparison.Ordinal);
        await Task.WhenAll(writes);
        await waiting;
        await Assert.ThrowsAsync<StorageException>(() => ExistsAsync(table, "0"));
        await Assert.ThrowsAsync<StorageException>(() => table.WaitAsync("20", Cancel));
        await table.DisposeAsync();

        table = await _database.OpenAsync();
        Assert.True(await ExistsAsync(table, "19"));
        Assert.False(await ExistsAsync(table, "late"));
    }
}
