using System.Globalization;
using Cruddur.Storage;

namespace Cruddur.Activities.Table;

/// <summary>
/// Where a list names an activity: nothing but the place and the time at which it ends, so that the words are kept once and
/// leave at once.
/// </summary>
/// <remarks>
/// Table: in the home feed <c>pk = HOME#{the Monday of its week}</c>, in a person's list <c>pk = POSTS#{user_uuid}</c>, both with
/// <c>sk = {created_at, 16 digits}#{uuid}</c>; of a reply <c>pk = POST#{its post}</c>, <c>sk = REPLY#{created_at}#{uuid}</c>;
/// <c>expires_at</c>.
/// </remarks>
internal sealed record ActivityRow(ActivityPlace Place, DateTimeOffset ExpiresAt)
{
    private const string HomePrefix = "HOME#";
    private const string UserPrefix = "POSTS#";

    public const string ReplyPrefix = "REPLY#";

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan ThursdayToMonday = TimeSpan.FromDays(4);

    public static string UserPartition(Guid userUuid) => $"{UserPrefix}{userUuid:D}";

    public static string HomePartition(DateTimeOffset monday) =>
        HomePrefix + monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The Monday, in UTC, of the week of a time.</summary>
    public static DateTimeOffset MondayOf(DateTimeOffset time)
    {
        // 1970 began on a Thursday.
        var firstMonday = DateTimeOffset.UnixEpoch + ThursdayToMonday;
        var weeks = Math.Floor((time - firstMonday) / Week);
        return firstMonday + (weeks * Week);
    }

    /// <summary>The weeks whose posts may still be seen, from that of a time back.</summary>
    public static IEnumerable<string> HomePartitions(DateTimeOffset from, DateTimeOffset now)
    {
        var oldest = MondayOf(now - ActivityTtl.Longest);
        for (var monday = MondayOf(from); monday >= oldest; monday -= Week)
        {
            yield return HomePartition(monday);
        }
    }

    /// <summary>The rows that name an activity: in a post's case two, in a reply's one.</summary>
    public static IEnumerable<Item> Of(ActivityHead head)
    {
        var sort = head.Place.ToSort();
        Key[] keys = head.ReplyToUuid is { } post
            ? [new Key(ActivityHead.PartitionOf(post), ReplyPrefix + sort)]
            : [new Key(HomePartition(MondayOf(head.CreatedAt)), sort), new Key(UserPartition(head.UserUuid), sort)];
        return keys.Select(key => new Item(key, [new(TableSchema.TimeToLive, head.ExpiresAt.ToUnixTimeSeconds())]));
    }

    public static ActivityRow FromItem(Item item)
    {
        var sort = item.Key.Sort.AsSpan();
        if (sort.StartsWith(ReplyPrefix, StringComparison.Ordinal))
        {
            sort = sort[ReplyPrefix.Length..];
        }
        return ActivityPlace.TryParseSort(sort, out var place)
            ? new ActivityRow(place, ActivityExpiry.Of(item))
            : throw new ItemFormatException($"The sort key of {item.Key} should be 16 digits, '#' and a uuid.");
    }
}
