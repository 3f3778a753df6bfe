using Cruddur.Storage;

namespace Cruddur.Activities.Table;

/// <summary>How many replies and likes an activity has.</summary>
/// <remarks>
/// Table: <c>pk = POST#{uuid}</c>, <c>sk = HEAD#COUNTS</c>; <c>replies_count, likes_count, expires_at</c>. Made by the first of
/// them. Apart from the head, so that a like costs the same however long the post is; of the same beginning, so that one query
/// reads both. Each number changes in the transaction that adds or removes what it counts, and on condition of what it was:
/// it is the number of those items, at every moment. What ends at another time than the head is of an activity that was over
/// and had the same uuid: it counts for nothing and is written over.
/// </remarks>
internal sealed record ActivityCounts(long Replies, long Likes)
{
    private const string RepliesName = "replies_count";
    private const string LikesName = "likes_count";

    public const string Sort = "HEAD#COUNTS";

    /// <summary>Of an activity that nothing has happened to yet.</summary>
    public static readonly ActivityCounts None = new(0, 0) { MustPut = Condition.NotExists };

    /// <summary>What holds of what is under the key, when that is to be put first; null when the counts are there.</summary>
    private Condition? MustPut { get; init; }

    public ActivityCounts WithReplies(int more) => this with { Replies = Replies + more };

    public ActivityCounts WithLikes(int more) => this with { Likes = Likes + more };

    /// <summary>One of the two numbers instead of what was read.</summary>
    public Write Follow(ActivityCounts read, ActivityHead head)
    {
        var key = new Key(ActivityHead.PartitionOf(head.Uuid), Sort);
        if (read.MustPut is { } condition)
        {
            return new Write.Put(
                new Item(
                    key,
                    [
                        new(RepliesName, Replies),
                        new(LikesName, Likes),
                        new(TableSchema.TimeToLive, head.ExpiresAt.ToUnixTimeSeconds()),
                    ]
                ),
                condition
            );
        }
        // A reply and a like at once do not get in each other's way.
        var (name, before, after) =
            Replies != read.Replies ? (RepliesName, read.Replies, Replies) : (LikesName, read.Likes, Likes);
        return new Write.Update(
            key,
            new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { [name] = after },
            Condition.EqualTo(name, before)
        );
    }

    public static ActivityCounts FromItem(ActivityHead head, Item item) =>
        ActivityExpiry.Of(item) == head.ExpiresAt
            ? new ActivityCounts(item.Number(RepliesName), item.Number(LikesName))
            : None with
            {
                MustPut = ActivityExpiry.IsUnchanged(item),
            };
}
