using Cruddur.Activities;
using Cruddur.Users;

namespace Cruddur.Server.Activities;

/// <summary>A post or a reply on the wire, in the original's shape.</summary>
/// <param name="Handle">The author's handle and name as they are now.</param>
/// <param name="RepostsCount">Always 0: there are no reposts, the original's field is kept.</param>
/// <param name="ReplyToActivityUuid">The post that it answers; null for a post.</param>
/// <param name="Liked">Whether the caller likes it; null when nobody is signed in.</param>
/// <param name="ExpiresAt">From then on it is nowhere to be seen.</param>
public record ActivityAnswer(
    Guid Uuid,
    Guid UserUuid,
    string Handle,
    string DisplayName,
    string Message,
    long RepliesCount,
    long RepostsCount,
    long LikesCount,
    bool? Liked,
    Guid? ReplyToActivityUuid,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt
)
{
    public static ActivityAnswer Of(Activity activity, IReadOnlyDictionary<Guid, UserProfile> people)
    {
        var author = people.GetValueOrDefault(activity.UserUuid);
        return new ActivityAnswer(
            activity.Uuid,
            activity.UserUuid,
            author?.Handle.Value ?? "",
            author?.DisplayName.Value ?? "",
            activity.Message,
            activity.RepliesCount,
            RepostsCount: 0,
            activity.LikesCount,
            activity.IsLiked,
            activity.ReplyToUuid,
            activity.CreatedAt,
            activity.ExpiresAt
        );
    }

    public override string ToString() => $"activity {Uuid}";
}

/// <summary>A post or a reply, and some of what was replied to it.</summary>
/// <param name="Replies">Oldest first; the header Link leads on to more.</param>
public sealed record ActivityDetailAnswer(ActivityAnswer Activity, ActivityAnswer[] Replies)
{
    public override string ToString() => Activity.ToString();
}

/// <summary>The body of a post, or of a reply in the original's shape.</summary>
/// <param name="Message">1 to 1024 characters.</param>
/// <param name="Ttl">
/// One of 30-days, 7-days, 3-days, 1-day, 12-hours, 3-hours, 1-hour; without it 7-days. Not for a reply, which ends with its
/// post.
/// </param>
/// <param name="ReplyToActivityUuid">The post that this answers.</param>
/// <param name="ActivityUuid">Makes the call repeatable; without it each call is a new activity.</param>
public sealed record PostActivityRequest(
    string? Message,
    string? Ttl,
    string? ReplyToActivityUuid,
    string? ActivityUuid
)
{
    public override string ToString() => nameof(PostActivityRequest);
}

/// <summary>The body of a reply.</summary>
/// <param name="Message">1 to 1024 characters.</param>
/// <param name="ActivityUuid">Makes the call repeatable; without it each call is a new reply.</param>
public sealed record ReplyRequest(string? Message, string? ActivityUuid)
{
    public override string ToString() => nameof(ReplyRequest);
}
