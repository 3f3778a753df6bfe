using Cruddur.Postgres;
using Cruddur.Postgres.Users;
using Cruddur.Storage;
using Cruddur.Tests.Users;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Postgres;

/// <summary>The directory in Postgres is held to the same as the one in the table.</summary>
public sealed class PostgresUserDirectoryTests(PostgresFixture postgres) : UserDirectoryContract
{
    private PostgresDatabase _database = null!;

    protected override ITable Table { get; } = new MemoryTable();

    public override async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.OpenAsync(new PostgresSettings(await postgres.NewDatabaseAsync()), None);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    protected override Task<CachedUserDirectory> OpenAsync() =>
        Task.FromResult<CachedUserDirectory>(
            new PostgresUserDirectory(
                _database,
                Table,
                poolIssuer: null,
                Time,
                NullLogger<PostgresUserDirectory>.Instance
            )
        );
}
