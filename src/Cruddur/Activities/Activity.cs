namespace Cruddur.Activities;

/// <summary>A post, or a reply to one, as a reader sees it at a moment.</summary>
/// <param name="ReplyToUuid">The post that it answers; null for a post.</param>
/// <param name="ExpiresAt">From this moment on nobody sees it. A whole second; of a reply, that of its post.</param>
/// <param name="IsLiked">Whether the reader likes it; null for a reader who is nobody.</param>
public sealed record Activity(
    Guid Uuid,
    Guid UserUuid,
    string Message,
    Guid? ReplyToUuid,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    long RepliesCount,
    long LikesCount,
    bool? IsLiked
)
{
    internal ActivityContent Content => new(UserUuid, Message, ReplyToUuid, CreatedAt, ExpiresAt);

    public override string ToString() => $"activity {Uuid}";
}

/// <summary>Some activities, in the order of the list.</summary>
/// <param name="Activities">
/// At most as many as asked for; perhaps fewer, or none, although there are more, where many in between are no longer to be
/// seen.
/// </param>
/// <param name="Next">Where to go on; null at the end.</param>
public sealed record ActivityPage(IReadOnlyList<Activity> Activities, ActivityPlace? Next);
