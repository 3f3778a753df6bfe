using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Cruddur.Storage.DynamoDb;

/// <summary>A table as it is, to be shown and to be compared with the schema.</summary>
/// <param name="TimeToLive">The attribute after whose time items are deleted; null for none.</param>
/// <param name="PointInTimeRecovery">Null where an emulator does not know of it.</param>
public sealed record TableState(TableDescription Description, string? TimeToLive, bool? PointInTimeRecovery)
{
    /// <summary>The keys with their kind and type, as <c>pk (HASH, S)</c>.</summary>
    public static IReadOnlyList<string> KeysOf(TableDescription table)
    {
        var types = table.AttributeDefinitions.ToDictionary(
            attribute => attribute.AttributeName,
            attribute => attribute.AttributeType.Value,
            StringComparer.Ordinal
        );
        return
        [
            .. table.KeySchema.Select(key => $"{key.AttributeName} ({key.KeyType.Value}, {types[key.AttributeName]})"),
        ];
    }

    /// <summary>What a record of its stream carries; null when there is no stream.</summary>
    public static string? StreamViewOf(TableDescription table) =>
        table.StreamSpecification is { StreamEnabled: true, StreamViewType: { } view } ? view.Value : null;

    /// <summary>Whether inboxes can follow it: old images beside the new ones do no harm.</summary>
    public static bool HasNewImages(TableDescription table) =>
        StreamViewOf(table) is { } view
        && (view == StreamViewType.NEW_IMAGE.Value || view == StreamViewType.NEW_AND_OLD_IMAGES.Value);

    public static string BillingOf(TableDescription table) =>
        table.BillingModeSummary?.BillingMode?.Value ?? BillingMode.PROVISIONED.Value;

    /// <exception cref="StorageException">The table is another program's.</exception>
    public static void RequireKeys(TableDescription table)
    {
        string[] wanted = [$"{TableSchema.PartitionKey} (HASH, S)", $"{TableSchema.SortKey} (RANGE, S)"];
        if (KeysOf(table) is var keys && !keys.SequenceEqual(wanted, StringComparer.Ordinal))
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"The table {table.TableName} has the keys {string.Join(" and ", keys)}, not {string.Join(" and ", wanted)}. "
                    + "Name another with Storage:TableName, or --table for a command."
            );
        }
    }
}
