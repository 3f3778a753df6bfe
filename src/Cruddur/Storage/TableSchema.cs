namespace Cruddur.Storage;

/// <summary>
/// The one table, by name and shape: what the commands make and compare with, the engine checks and a deployment declares.
/// Billed by use, with a stream; no secondary index (docs/decisions/0009-no-secondary-index.md).
/// </summary>
public sealed record TableSchema(string Name)
{
    public const string DefaultName = "cruddur-messages";

    /// <summary>The partition key: text.</summary>
    public const string PartitionKey = Item.PartitionName;

    /// <summary>The sort key: text.</summary>
    public const string SortKey = Item.SortName;

    /// <summary>DynamoDB's name for billing by use.</summary>
    public const string Billing = "PAY_PER_REQUEST";

    /// <summary>What a record of the stream carries: the item after the change.</summary>
    public const string StreamView = "NEW_IMAGE";

    /// <summary>
    /// The attribute after whose time DynamoDB deletes an item by itself, within days: a number, seconds since 1970, as it
    /// demands, unlike the other times of the table.
    /// </summary>
    public const string TimeToLive = "expires_at";

    /// <summary>Whether the table can be brought back as it was at any second of the last 35 days.</summary>
    public bool PointInTimeRecovery { get; init; } = true;

    /// <summary>Whether the table refuses to be deleted until that is lifted.</summary>
    public bool DeletionProtection { get; init; } = true;

    /// <summary>As a developer wants it on an emulator, where tables come and go.</summary>
    public TableSchema WithoutProtection() => this with { DeletionProtection = false };
}
