using Cruddur.Storage;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Tests.Storage.Sqlite;

/// <summary>The embedded engine removes what its time to live has ended, as DynamoDB does.</summary>
public sealed class SqliteExpiryTests : IAsyncDisposable
{
    private readonly TemporaryDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static Item At(string sort, AttributeValue? expiresAt) =>
        new(new Key("p", sort), expiresAt is { } value ? [new(TableSchema.TimeToLive, value)] : [new("n", 1)]);

    private static async Task<string[]> KeptAsync(SqliteTable table) =>
        [.. (await table.ScanAsync(null, 10_000, Cancel)).Items.Select(item => item.Key.Sort)];

    private async Task<SqliteTable> OpenWithAsync(params Item[] items)
    {
        var table = await _database.OpenAsync();
        foreach (var item in items)
        {
            await table.WriteAsync(new Write.Put(item, Condition.NotExists), Cancel);
        }
        return table;
    }

    [Fact]
    public async Task Only_what_is_over_goes_and_the_feed_tells_of_it()
    {
        var now = _database.Time.GetUtcNow();
        var seconds = now.ToUnixTimeSeconds();
        var table = await OpenWithAsync(
            At("over", seconds - 1),
            At("just over", seconds),
            At("not yet", seconds + 1),
            At("text", $"{seconds - 1}"),
            At("for ever", null)
        );
        var position = await table.EndAsync(Cancel);

        Assert.Equal(2, await table.RemoveExpiredAsync(now, Cancel));

        Assert.Equal(["for ever", "not yet", "text"], await KeptAsync(table));
        var told = (await table.ReadAsync(position, 10, Cancel)).Changes;
        Assert.Equal(["over", "just over"], told.Select(change => change.Key.Sort), StringComparer.Ordinal);
        Assert.All(told, change => Assert.Equal(ChangeKind.Remove, change.Kind));
    }

    [Fact]
    public async Task A_time_that_is_changed_or_taken_away_is_what_counts()
    {
        var now = _database.Time.GetUtcNow();
        var past = now.ToUnixTimeSeconds() - 1;
        var table = await OpenWithAsync(At("later", past), At("never", past), At("sooner", past + 100));
        await table.WriteAsync(new Write.Put(At("later", past + 100), Condition.Exists), Cancel);
        await table.WriteAsync(new Write.Put(At("never", null), Condition.None), Cancel);
        var sooner = new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { [TableSchema.TimeToLive] = past };
        await table.WriteAsync(new Write.Update(new Key("p", "sooner"), sooner, Condition.Exists), Cancel);

        Assert.Equal(1, await table.RemoveExpiredAsync(now, Cancel));
        Assert.Equal(["later", "never"], await KeptAsync(table));
    }

    [Fact]
    public async Task Many_go_in_pieces()
    {
        var now = _database.Time.GetUtcNow();
        var past = now.ToUnixTimeSeconds() - 1;
        var table = await _database.OpenAsync();
        await table.PutAllAsync([.. Enumerable.Range(0, 1234).Select(i => At($"{i}", past))], Cancel);

        Assert.Equal(1234, await table.RemoveExpiredAsync(now, Cancel));
        Assert.Empty(await KeptAsync(table));
    }

    [Fact]
    public async Task A_file_from_before_there_were_times_to_live_gets_them()
    {
        var now = _database.Time.GetUtcNow();
        await using (var table = await OpenWithAsync(At("old", null)))
        {
            await table.DisposeAsync();
        }
        using (var file = SqliteConnection.Open(_database.Path, readOnly: false, TimeSpan.Zero))
        {
            file.Execute(
                "DROP INDEX items_expiring; ALTER TABLE items DROP COLUMN expires_at; PRAGMA user_version = 1"
            );
        }

        var opened = await OpenWithAsync(At("new", now.ToUnixTimeSeconds()));
        Assert.Equal(1, await opened.RemoveExpiredAsync(now, Cancel));
        Assert.Equal(["old"], await KeptAsync(opened));
    }
}
