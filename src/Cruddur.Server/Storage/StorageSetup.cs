using Cruddur.Server.Settings;

namespace Cruddur.Server.Storage;

/// <summary>Opens the storage engine before anything listens, so that a fault is a start-up error.</summary>
internal static class StorageSetup
{
    public static Task AddStorageAsync(this WebApplicationBuilder builder, CancellationToken cancellationToken)
    {
        var options = SettingsSetup.Read<StorageOptions>(builder.Configuration);
        return options.Engine == StorageEngine.DynamoDb
            ? DynamoDbStorage.AddAsync(builder, options, cancellationToken)
            : SqliteStorage.AddAsync(builder, options, cancellationToken);
    }
}
