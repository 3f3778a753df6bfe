using Cruddur.Storage.Sqlite;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Cruddur.Tests.Storage.Sqlite;

/// <summary>A database file in a folder of its own, gone after the test.</summary>
internal sealed class TemporaryDatabase : IAsyncDisposable
{
    private readonly List<SqliteTable> _tables = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("cruddur-sqlite-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "cruddur.db");

    public ManualTimeProvider Time { get; } = new();

    public async Task<SqliteTable> OpenAsync(
        SqliteHooks? hooks = null,
        string? path = null,
        TimeSpan? busyTimeout = null
    )
    {
        var options = new SqliteTableOptions
        {
            Path = path ?? Path,
            BusyTimeout = busyTimeout ?? Eventually.Patience,
            Hooks = hooks ?? new SqliteHooks(),
        };
        var table = await SqliteTable.OpenAsync(
            options,
            Time,
            NullLogger.Instance,
            TestContext.Current.CancellationToken
        );
        _tables.Add(table);
        return table;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var table in _tables)
        {
            await table.DisposeAsync();
        }
        Directory.Delete(Folder, recursive: true);
    }
}
