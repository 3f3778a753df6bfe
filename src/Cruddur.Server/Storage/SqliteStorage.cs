using Cruddur.Inbox;
using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cruddur.Server.Storage;

/// <summary>The embedded engine: a file in the folder.</summary>
internal static class SqliteStorage
{
    public static async Task AddAsync(
        WebApplicationBuilder builder,
        StorageOptions options,
        CancellationToken cancellationToken
    )
    {
        using var logging = LoggerFactory.Create(log =>
            log.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsole()
        );
        var table = await SqliteTable.OpenAsync(
            new SqliteTableOptions { Path = options.DatabasePath },
            TimeProvider.System,
            logging.CreateLogger<SqliteTable>(),
            cancellationToken
        );
        var services = builder.Services;
        // By factories, so that the container closes the engine when the server has stopped.
        services.AddSingleton(_ => table);
        // What is there already is a test's table in front of the engine.
        services.AddSingleton<TableMetrics>();
        services.TryAddSingleton(provider =>
            provider.GetRequiredService<TableMetrics>().Over(provider.GetRequiredService<SqliteTable>())
        );
        services.AddSingleton<IChangeFeed>(provider => provider.GetRequiredService<SqliteTable>());
        services.AddSingleton<IChangeTail, FeedTail>();
        services.AddSingleton<IStorageEngine>(provider => provider.GetRequiredService<SqliteTable>());
        services.AddSingleton<ProjectionLoop>();
        services.AddSingleton<IProjection>(provider => provider.GetRequiredService<ProjectionLoop>());
        services.AddHostedService<ChangeTrimming>();
        services.AddHostedService<ItemExpiry>();
    }
}
