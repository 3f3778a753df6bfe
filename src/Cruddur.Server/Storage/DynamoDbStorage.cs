using Cruddur.Inbox;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cruddur.Server.Storage;

/// <summary>The distributed engine: a table in DynamoDB, whose stream all servers of the table share.</summary>
internal static class DynamoDbStorage
{
    public static async Task AddAsync(
        WebApplicationBuilder builder,
        StorageOptions options,
        CancellationToken cancellationToken
    )
    {
        var settings = new DynamoDbSettings(new TableSchema(options.TableName), options.Region, options.Endpoint)
        {
            AttemptTimeout = options.AttemptTimeout,
        };
        var connection = await DynamoDbConnection.OpenAsync(settings, cancellationToken);
        var services = builder.Services;
        // By factories that ask for it, so that the container closes it when the server has stopped.
        services.AddSingleton(_ => connection);
        services.AddSingleton(provider =>
            provider.GetRequiredService<DynamoDbConnection>().OpenTable(provider.GetRequiredService<IUuidSource>())
        );
        // What is there already is a test's table in front of the engine.
        services.AddSingleton<TableMetrics>();
        services.TryAddSingleton(provider =>
            provider.GetRequiredService<TableMetrics>().Over(provider.GetRequiredService<DynamoDbTable>())
        );
        services.AddSingleton<IStorageEngine>(provider => provider.GetRequiredService<DynamoDbTable>());
        services.AddSingleton(provider =>
            provider
                .GetRequiredService<DynamoDbConnection>()
                .OpenTail(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>())
        );
        if (!options.FollowStream)
        {
            services.AddSingleton<IProjection, ProjectionElsewhere>();
            return;
        }
        services.AddSingleton(provider =>
            provider
                .GetRequiredService<DynamoDbConnection>()
                .OpenProjection(
                    provider.GetRequiredService<ITable>(),
                    provider.GetRequiredService<InboxProjector>(),
                    provider.GetRequiredService<IUuidSource>().Next().ToString("D"),
                    provider.GetRequiredService<TimeProvider>(),
                    provider.GetRequiredService<ILoggerFactory>()
                )
        );
    }
}
