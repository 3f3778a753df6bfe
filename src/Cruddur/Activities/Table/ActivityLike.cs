using Cruddur.Storage;

namespace Cruddur.Activities.Table;

/// <summary>Somebody likes an activity.</summary>
/// <remarks>
/// Table: <c>pk = POST#{activity_uuid}</c>, <c>sk = LIKE#{user_uuid}</c>; <c>expires_at</c>, that of the activity; with another
/// it is of one that was over and had the same uuid.
/// </remarks>
internal static class ActivityLike
{
    private const string SortPrefix = "LIKE#";

    public static Key KeyOf(Guid activityUuid, Guid userUuid) =>
        new(ActivityHead.PartitionOf(activityUuid), $"{SortPrefix}{userUuid:D}");

    public static Item ToItem(ActivityHead head, Guid userUuid) =>
        new(KeyOf(head.Uuid, userUuid), [new(TableSchema.TimeToLive, head.ExpiresAt.ToUnixTimeSeconds())]);

    /// <param name="item">What is under its key.</param>
    public static bool IsOf(ActivityHead head, Item? item) =>
        item is not null && ActivityExpiry.Of(item) == head.ExpiresAt;
}
