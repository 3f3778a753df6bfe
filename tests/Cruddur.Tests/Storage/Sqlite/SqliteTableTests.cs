using Cruddur.Storage;

namespace Cruddur.Tests.Storage.Sqlite;

public sealed class SqliteTableTests : TableContract
{
    private readonly TemporaryDatabase _database = new();

    protected override async Task<ITable> OpenAsync() => await _database.OpenAsync();

    public override ValueTask DisposeAsync() => _database.DisposeAsync();
}
