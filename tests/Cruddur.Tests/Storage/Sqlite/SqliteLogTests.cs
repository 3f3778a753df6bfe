using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Cruddur.Tests.Storage.Sqlite;

/// <summary>The write-ahead log stays short whoever reads.</summary>
public sealed class SqliteLogTests : IAsyncDisposable
{
    private const int CheckpointPages = 50;
    private const long Large = 8L * CheckpointPages * 4096;

    private readonly TemporaryDatabase _database = new();
    private int _written;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private long LogLength => new FileInfo(_database.Path + "-wal").Length;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private Task<SqliteTable> OpenAsync() =>
        SqliteTable.OpenAsync(
            new SqliteTableOptions { Path = _database.Path, CheckpointPages = CheckpointPages },
            _database.Time,
            NullLogger.Instance,
            Cancel
        );

    // About forty pages each time.
    private async Task WriteAsync(SqliteTable table, int times)
    {
        for (; times > 0; times--)
        {
            var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                ["text"] = new string('x', 3000),
                ["n"] = _written++,
            };
            Write[] writes =
            [
                .. Enumerable
                    .Range(0, 20)
                    .Select(i => new Write.Put(new Item(new Key("p", $"{i}"), attributes), Condition.None)),
            ];
            await table.TransactAsync(writes, Cancel);
        }
    }

    [Fact]
    public async Task The_log_stays_short_while_others_read_without_end()
    {
        await using var table = await OpenAsync();
        await WriteAsync(table, 1);
        using var done = new CancellationTokenSource();
        var readers = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(
                    async () =>
                    {
                        while (!done.IsCancellationRequested)
                        {
                            await table.QueryAsync(new Query("p", SortRange.All, 20, Consistency.Strong), Cancel);
                        }
                    },
                    Cancel
                )
            )
            .ToArray();

        await WriteAsync(table, 200);
        await done.CancelAsync();
        await Task.WhenAll(readers);

        // Half of what was written, on a machine whose readers are held up at the worst moments; most often a tenth.
        Assert.InRange(LogLength, 1, 10 * Large);
    }

    [Fact]
    public async Task A_program_that_keeps_reading_an_old_state_is_reported_until_it_ends()
    {
        await using var table = await OpenAsync();
        await WriteAsync(table, 1);
        using var other = SqliteConnection.Open(_database.Path, readOnly: true, TimeSpan.Zero);
        other.Execute("BEGIN");
        Assert.Equal(20, other.Number("SELECT count(*) FROM items"));

        await WriteAsync(table, 20);
        Assert.Contains(table.Status.Warnings, warning => warning.Code == "sqlite_wal_large");
        Assert.InRange(LogLength, Large, long.MaxValue);

        other.Execute("COMMIT");
        await WriteAsync(table, 20);
        Assert.DoesNotContain(table.Status.Warnings, warning => warning.Code == "sqlite_wal_large");
        Assert.InRange(LogLength, 1, Large);
    }
}
