using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Storage.Sqlite;
using Cruddur.Users;

namespace Cruddur.Tests.Users;

public sealed class MemoryUserDirectoryTests : UserDirectoryContract
{
    protected override ITable Table { get; } = new MemoryTable();

    protected override Task<CachedUserDirectory> OpenAsync() =>
        Task.FromResult<CachedUserDirectory>(new TableUserDirectory(Table, Time));
}

public sealed class SqliteUserDirectoryTests : UserDirectoryContract
{
    private readonly TemporaryDatabase _database = new();
    private ITable _table = null!;

    protected override ITable Table => _table;

    public override async ValueTask InitializeAsync()
    {
        _table = await _database.OpenAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    protected override Task<CachedUserDirectory> OpenAsync() =>
        Task.FromResult<CachedUserDirectory>(new TableUserDirectory(Table, Time));
}
