using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using SQLitePCL;
using Xunit;

namespace Cruddur.Tests.Storage.Sqlite;

public sealed class SqliteFaultTests : IAsyncDisposable
{
    private readonly TemporaryDatabase _database = new();
    private readonly StubbornHooks _hooks = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _hooks.Dispose();
    }

    private static Key K(string sort) => new("p", sort);

    private static Task<WriteResult> PutAsync(SqliteTable table, string sort, string text = "")
    {
        var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { ["text"] = text };
        return table.WriteAsync(new Write.Put(new Item(K(sort), attributes), Condition.NotExists), Cancel);
    }

    private static async Task<bool> ExistsAsync(SqliteTable table, string sort) =>
        (await table.GetAsync(K(sort), Consistency.Strong, Cancel)).Item is not null;

    private static async Task<StorageFault> FaultOfAsync(Func<Task> action) =>
        (await Assert.ThrowsAsync<StorageException>(action)).Fault;

    [Fact]
    public async Task An_error_of_the_disk_in_a_commit_leaves_it_unknown_and_ends_writing()
    {
        var table = await _database.OpenAsync(_hooks);
        await PutAsync(table, "before");
        _hooks.FailBeforeCommit(StubbornHooks.IoErrorOfFlush);

        Assert.Equal(StorageFault.OutcomeUnknown, await FaultOfAsync(() => PutAsync(table, "during")));
        Assert.Equal(StorageFault.ReadOnly, await FaultOfAsync(() => PutAsync(table, "after")));
        Assert.Equal(
            StorageFault.ReadOnly,
            await FaultOfAsync(() => table.TransactAsync([new Write.Check(K("x"), Condition.NotExists)], Cancel))
        );

        Assert.Equal(2, _hooks.Commits);
        Assert.True(table.Status.IsReadOnly);
        Assert.Contains(_database.Path, table.Status.ReadOnlyReason, StringComparison.Ordinal);
        Assert.True(await ExistsAsync(table, "before"));
        Assert.False(await ExistsAsync(table, "during"));
    }

    [Fact]
    public async Task All_of_a_batch_whose_commit_failed_are_unknown()
    {
        var table = await _database.OpenAsync(_hooks);
        _hooks.Hold();
        var first = PutAsync(table, "first");
        await _hooks.ArrivedAsync(Cancel);
        var batch = Enumerable.Range(0, 10).Select(i => PutAsync(table, $"{i}")).ToArray();
        _hooks.FailAllButOneCommit(StubbornHooks.IoErrorOfFlush);
        _hooks.LetGo();

        await first;
        foreach (var write in batch)
        {
            Assert.Equal(StorageFault.OutcomeUnknown, await FaultOfAsync(() => write));
        }
        Assert.Equal(StorageFault.ReadOnly, await FaultOfAsync(() => PutAsync(table, "after")));
        Assert.Equal(2, _hooks.Commits);
    }

    [Fact]
    public async Task What_was_unknown_shows_after_a_restart_and_writing_goes_on()
    {
        var table = await _database.OpenAsync(_hooks);
        _hooks.FailAfterCommit(StubbornHooks.IoErrorOfFlush);
        Assert.Equal(StorageFault.OutcomeUnknown, await FaultOfAsync(() => PutAsync(table, "during")));
        var log = new FileInfo(_database.Path + "-wal").Length;
        await table.DisposeAsync();

        // Closing did not touch what may be the only good copy.
        Assert.Equal(log, new FileInfo(_database.Path + "-wal").Length);
        table = await _database.OpenAsync();
        Assert.False(table.Status.IsReadOnly);
        Assert.True(await ExistsAsync(table, "during"));
        await PutAsync(table, "after");
    }

    [Theory]
    [InlineData(raw.SQLITE_CORRUPT)]
    [InlineData(raw.SQLITE_NOMEM)]
    [InlineData(raw.SQLITE_READONLY)]
    public async Task Any_other_failure_of_a_commit_is_unknown_too(int code)
    {
        var table = await _database.OpenAsync(_hooks);
        _hooks.FailBeforeCommit(code);

        Assert.Equal(StorageFault.OutcomeUnknown, await FaultOfAsync(() => PutAsync(table, "a")));
        Assert.True(table.Status.IsReadOnly);
    }

    [Fact]
    public async Task A_full_disk_refuses_what_does_not_fit_and_nothing_more()
    {
        var table = await _database.OpenAsync(_hooks);
        await PutAsync(table, "before");
        var pages = _hooks.Writer!.Number("PRAGMA page_count")!.Value;
        _hooks.Writer.Execute($"PRAGMA max_page_count = {pages + 10}");
        var position = (await table.ReadAsync(null, 10, Cancel)).Next;

        Assert.Equal(StorageFault.Full, await FaultOfAsync(() => PutAsync(table, "large", new string('x', 100_000))));
        Assert.False(table.Status.IsReadOnly);
        Assert.False(await ExistsAsync(table, "large"));
        Assert.Empty((await table.ReadAsync(position, 10, Cancel)).Changes);
        await PutAsync(table, "small");

        _hooks.Writer.Execute("PRAGMA max_page_count = 100000");
        await PutAsync(table, "large", new string('x', 100_000));
        Assert.Equal(2, (await table.ReadAsync(position, 10, Cancel)).Changes.Count);
    }

    [Fact]
    public async Task A_disk_that_is_full_at_the_commit_refuses_and_goes_on_later()
    {
        var table = await _database.OpenAsync(_hooks);
        _hooks.FailBeforeCommit(raw.SQLITE_FULL);
        Assert.Equal(StorageFault.Full, await FaultOfAsync(() => PutAsync(table, "a")));
        Assert.Contains(table.Status.Warnings, warning => warning.Code == "sqlite_writes_refused");

        _hooks.Recover();

        Assert.False(await ExistsAsync(table, "a"));
        Assert.IsType<WriteResult.Written>(await PutAsync(table, "a"));
        Assert.DoesNotContain(table.Status.Warnings, warning => warning.Code == "sqlite_writes_refused");
    }

    [Fact]
    public async Task Another_program_that_holds_the_lock_makes_writes_wait_and_then_refused()
    {
        var table = await _database.OpenAsync(busyTimeout: TimeSpan.FromMilliseconds(200));
        using var other = SqliteConnection.Open(_database.Path, readOnly: false, TimeSpan.Zero);
        other.Execute("BEGIN IMMEDIATE");

        Assert.Equal(StorageFault.Unavailable, await FaultOfAsync(() => PutAsync(table, "a")));
        Assert.False(await ExistsAsync(table, "a"));

        other.Execute("ROLLBACK");
        Assert.IsType<WriteResult.Written>(await PutAsync(table, "a"));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_fails_alone_and_says_where()
    {
        var table = await _database.OpenAsync(_hooks);
        await PutAsync(table, "good");
        _hooks.Writer!.Execute("INSERT INTO items (pk, sk, size, attributes) VALUES ('p', 'bad', 10, '{\"a\":[1]}')");
        var update = new Write.Update(
            K("bad"),
            new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { ["b"] = 1 },
            Condition.None
        );

        var read = await Assert.ThrowsAsync<StorageException>(() =>
            table.GetAsync(K("bad"), Consistency.Strong, Cancel)
        );
        Assert.Equal(StorageFault.Damaged, read.Fault);
        Assert.Contains(_database.Path, read.Message, StringComparison.Ordinal);
        Assert.Contains("p / bad", read.Message, StringComparison.Ordinal);
        Assert.Equal(StorageFault.Damaged, await FaultOfAsync(() => table.WriteAsync(update, Cancel)));
        await Assert.ThrowsAsync<StorageException>(() => table.ScanAsync(null, 10, Cancel));
        Assert.True(await ExistsAsync(table, "good"));
        await PutAsync(table, "more");
    }

    [Fact]
    public async Task A_damaged_page_is_an_error_and_never_a_missing_item()
    {
        var table = await _database.OpenAsync();
        for (var i = 0; i < 40; i++)
        {
            await PutAsync(table, $"{i:D3}", new string('x', 2000));
        }
        await table.DisposeAsync();
        using (var file = new FileStream(_database.Path, FileMode.Open, FileAccess.Write))
        {
            file.Position = 2 * 4096;
            file.Write(Enumerable.Repeat((byte)0xA5, (int)file.Length - (2 * 4096)).ToArray());
        }

        var fault = await FaultOfAsync(async () =>
        {
            table = await _database.OpenAsync();
            await table.QueryAsync(new Query("p", SortRange.All, 100, Consistency.Strong), Cancel);
        });
        Assert.Equal(StorageFault.Damaged, fault);
    }

    [Fact]
    public async Task A_database_that_was_not_closed_is_checked_before_it_is_used()
    {
        var table = await _database.OpenAsync();
        for (var i = 0; i < 40; i++)
        {
            await PutAsync(table, $"{i:D3}", new string('x', 2000));
        }
        await table.DisposeAsync();
        table = await _database.OpenAsync();
        await PutAsync(table, "one more");
        var (good, bad) = (Path.Combine(_database.Folder, "good.db"), Path.Combine(_database.Folder, "bad.db"));
        foreach (var copy in new[] { good, bad })
        {
            File.Copy(_database.Path, copy);
            File.Copy(_database.Path + "-wal", copy + "-wal");
        }
        using (var file = new FileStream(bad, FileMode.Open, FileAccess.Write))
        {
            file.Position = file.Length / 4096 / 2 * 4096;
            file.Write(Enumerable.Repeat((byte)0xA5, 3000).ToArray());
        }

        Assert.True(await ExistsAsync(await _database.OpenAsync(path: good), "one more"));
        Assert.Equal(StorageFault.Damaged, await FaultOfAsync(() => _database.OpenAsync(path: bad)));
    }
}
