using Cruddur.Server.Settings;
using Cruddur.Server.Storage;
using Cruddur.Server.Users;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Microsoft.Extensions.Configuration;

namespace Cruddur.Cli.Serve;

/// <summary>
/// <c>--demo</c> adds people whose password is public without asking, and so only where this machine's own data are. Elsewhere
/// the commands that seed are for it, which say where that is and ask.
/// </summary>
internal static class DemoPlace
{
    /// <exception cref="StorageException">The table or the people are elsewhere.</exception>
    public static void Require(IConfiguration settings)
    {
        if (FindOther(settings) is { } place)
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"--demo does not go to {place}: it adds people whose password is public. Leave it out (of bin/run by --no-demo). To have "
                    + "them there all the same, run 'cruddur seed --prod', or 'cruddur ddb seed --prod' for a table in DynamoDB; it asks first."
            );
        }
    }

    /// <returns>For people; null when all is here.</returns>
    private static string? FindOther(IConfiguration settings)
    {
        var storage = SettingsSetup.Read<StorageOptions>(settings);
        if (
            storage.Engine == StorageEngine.DynamoDb
            && new DynamoDbSettings(new TableSchema(storage.TableName), storage.Region, storage.Endpoint).IsAws
        )
        {
            return $"the table {storage.TableName} on AWS";
        }
        var directory = SettingsSetup.Read<DirectoryOptions>(settings);
        return
            directory.Provider == DirectoryProvider.Postgres
            && directory.FindPostgres(settings).Address is { IsOfThisMachine: false } address
            ? $"{address.Name}, which is another machine"
            : null;
    }
}
