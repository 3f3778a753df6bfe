namespace Cruddur.Storage;

/// <summary>The one table, by name and shape: what the commands make, the engine checks and a deployment declares.</summary>
/// <remarks>
/// No secondary index: docs/data-model.md has an access pattern for each call, and docs/decisions says what the original's
/// index would cost.
/// </remarks>
public sealed record TableSchema(string Name)
{
    public const string DefaultName = "cruddur-messages";

    /// <summary>The partition key: text.</summary>
    public const string PartitionKey = Item.PartitionName;

    /// <summary>The sort key: text.</summary>
    public const string SortKey = Item.SortName;

    /// <summary>What a record of the stream carries: the item after the change.</summary>
    public const string StreamView = "NEW_IMAGE";
}
