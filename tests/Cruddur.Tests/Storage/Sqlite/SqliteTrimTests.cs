using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Xunit;

namespace Cruddur.Tests.Storage.Sqlite;

public sealed class SqliteTrimTests : IAsyncDisposable
{
    private readonly TemporaryDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static Task<WriteResult[]> PutAsync(SqliteTable table, params IEnumerable<string> sorts) =>
        Task.WhenAll(
            sorts.Select(sort =>
                table.WriteAsync(
                    new Write.Put(
                        new Item(new Key("p", sort), new Dictionary<string, AttributeValue>(StringComparer.Ordinal)),
                        Condition.None
                    ),
                    Cancel
                )
            )
        );

    private static async Task<string[]> KeptAsync(SqliteTable table) =>
        [.. (await table.ReadAsync(null, 10_000, Cancel)).Changes.Select(change => change.Key.Sort)];

    [Fact]
    public async Task Only_what_is_read_and_old_is_trimmed()
    {
        var table = await _database.OpenAsync();
        await PutAsync(table, "a");
        await PutAsync(table, "b");
        _database.Time.Advance(TimeSpan.FromHours(23));
        await PutAsync(table, "c");
        var third = (await table.ReadAsync(null, 10, Cancel)).Next!;

        Assert.Equal(0, await table.TrimAsync(third, Cancel));
        _database.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, await table.TrimAsync("1", Cancel));
        Assert.Equal(["b", "c"], await KeptAsync(table));
        Assert.Equal(1, await table.TrimAsync(third, Cancel));
        Assert.Equal(["c"], await KeptAsync(table));
    }

    [Fact]
    public async Task Many_are_trimmed_in_pieces()
    {
        var table = await _database.OpenAsync();
        await PutAsync(table, Enumerable.Range(0, 1200).Select(i => $"{i}"));
        _database.Time.Advance(TimeSpan.FromHours(25));

        Assert.Equal(1150, await table.TrimAsync("1150", Cancel));
        Assert.Equal(50, (await KeptAsync(table)).Length);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_makes_no_hole()
    {
        var table = await _database.OpenAsync();
        var now = _database.Time.GetUtcNow();
        await PutAsync(table, "a");
        _database.Time.SetUtcNow(now - TimeSpan.FromHours(30));
        await PutAsync(table, "old by its time");
        _database.Time.SetUtcNow(now);
        await PutAsync(table, "c");

        Assert.Equal(0, await table.TrimAsync("3", Cancel));
        Assert.Equal(["a", "old by its time", "c"], await KeptAsync(table));
    }
}
