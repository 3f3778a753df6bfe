using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Cruddur.Tests.Storage.Sqlite;

/// <summary>What a tool sees that looks into the file while the server runs.</summary>
public sealed class SqliteReadOnlyTests : IAsyncDisposable
{
    private readonly TemporaryDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private SqliteTable OpenReadOnly() =>
        SqliteTable.OpenReadOnly(new SqliteTableOptions { Path = _database.Path }, _database.Time, NullLogger.Instance);

    private static Task<WriteResult> PutAsync(SqliteTable table, string sort) =>
        table.WriteAsync(
            new Write.Put(
                new Item(new Key("p", sort), new Dictionary<string, AttributeValue>(StringComparer.Ordinal)),
                Condition.None
            ),
            Cancel
        );

    [Fact]
    public async Task A_tool_sees_what_the_server_writes()
    {
        var server = await _database.OpenAsync();
        await using var tool = OpenReadOnly();

        for (var i = 0; i < 3; i++)
        {
            await PutAsync(server, $"{i}");
            Assert.Equal(i + 1, (await tool.ScanAsync(null, 10, Cancel)).Items.Count);
            Assert.Equal(i + 1, (await tool.ReadAsync(null, 10, Cancel)).Changes.Count);
        }
    }

    [Fact]
    public async Task A_tool_reads_after_the_server_is_gone()
    {
        var server = await _database.OpenAsync();
        await PutAsync(server, "s");
        await server.DisposeAsync();

        await using (var tool = OpenReadOnly())
        {
            Assert.Single((await tool.ScanAsync(null, 10, Cancel)).Items);
        }

        server = await _database.OpenAsync();
        await PutAsync(server, "t");
    }

    [Fact]
    public async Task A_tool_cannot_write()
    {
        var server = await _database.OpenAsync();
        await using var tool = OpenReadOnly();

        Assert.Equal(
            StorageFault.ReadOnly,
            (await Assert.ThrowsAsync<StorageException>(() => PutAsync(tool, "s"))).Fault
        );
        Assert.Equal(
            StorageFault.ReadOnly,
            (await Assert.ThrowsAsync<StorageException>(() => tool.TrimAsync("1", Cancel))).Fault
        );
        await PutAsync(server, "s");
    }

    [Fact]
    public async Task A_tool_looks_for_changes_now_and_then()
    {
        var server = await _database.OpenAsync();
        await using var tool = OpenReadOnly();

        var wait = tool.WaitAsync(null, Cancel);
        await PutAsync(server, "s");
        await Eventually.True(
            () =>
            {
                _database.Time.Advance(TimeSpan.FromMilliseconds(100));
                return Task.FromResult(wait.IsCompleted);
            },
            "the tool sees the change"
        );

        await wait;
    }
}
