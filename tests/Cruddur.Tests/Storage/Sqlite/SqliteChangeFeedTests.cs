using Cruddur.Storage;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Tests.Storage.Sqlite;

public sealed class SqliteChangeFeedTests : ChangeFeedContract
{
    private readonly TemporaryDatabase _database = new();
    private SqliteTable _table = null!;

    protected override async Task<(ITable Table, IChangeFeed Feed)> OpenAsync()
    {
        _table = await _database.OpenAsync();
        return (_table, _table);
    }

    protected override async Task<(ITable Table, IChangeFeed Feed)> ReopenAsync()
    {
        await _table.DisposeAsync();
        return await OpenAsync();
    }

    protected override Task TrimAsync(string upTo)
    {
        _database.Time.Advance(TimeSpan.FromHours(25));
        return _table.TrimAsync(upTo, Cancel);
    }

    public override ValueTask DisposeAsync() => _database.DisposeAsync();
}
