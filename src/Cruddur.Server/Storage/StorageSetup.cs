using Cruddur.Storage;

namespace Cruddur.Server.Storage;

/// <summary>Opens the storage engine before anything listens, so that a fault is a start-up error.</summary>
internal static class StorageSetup
{
    public static Task AddStorageAsync(this WebApplicationBuilder builder, CancellationToken cancellationToken)
    {
        var options = builder.Configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new();
        return options.Engine switch
        {
            StorageEngine.Sqlite => SqliteStorage.AddAsync(builder, options, cancellationToken),
            StorageEngine.DynamoDb => DynamoDbStorage.AddAsync(builder, options, cancellationToken),
            var other => throw new StorageException(
                StorageFault.Configuration,
                $"Storage:Engine is {other}; give {StorageEngine.Sqlite} or {StorageEngine.DynamoDb}."
            ),
        };
    }
}
