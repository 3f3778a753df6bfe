using Cruddur.Messages;

namespace Cruddur.Activities;

/// <summary>
/// The feed: posts that end by themselves, replies to them, and who likes what. Held beside the people: in the table, or in
/// the database of the directory.
/// </summary>
/// <remarks>
/// What is over by the injected clock is nowhere to be seen from that moment on, whether or not it has been removed yet.
/// The numbers of replies and likes change in the same step as what they count. Lists may be a moment behind; what names one
/// activity is not. All throw <see cref="Storage.StorageException"/> when the store cannot answer.
/// </remarks>
public interface IActivities
{
    /// <summary>Everybody's posts, newest first.</summary>
    Task<ActivityPage> ListHomeAsync(ActivityQuery query, CancellationToken cancellationToken);

    /// <summary>A person's posts, newest first.</summary>
    Task<ActivityPage> ListOfUserAsync(Guid userUuid, ActivityQuery query, CancellationToken cancellationToken);

    /// <summary>The replies to a post, oldest first.</summary>
    Task<ActivityPage> ListRepliesAsync(Guid activityUuid, ActivityQuery query, CancellationToken cancellationToken);

    /// <returns>Null when there is none to be seen.</returns>
    Task<Activity?> FindAsync(Guid activityUuid, Guid? reader, CancellationToken cancellationToken);

    /// <summary>
    /// Posts. The same again while its time lasts is the same post, or refused when it was taken back. What is over is
    /// forgotten some time later; the same again is a new post then.
    /// </summary>
    Task<PostResult> PostAsync(NewPost post, CancellationToken cancellationToken);

    /// <summary>Replies to a post; the reply ends with it. The same again while the post lasts is the same reply.</summary>
    Task<PostResult> ReplyAsync(NewReply reply, CancellationToken cancellationToken);

    /// <summary>Likes it or no longer does; to do so twice is to do so once.</summary>
    Task<LikeResult> SetLikedAsync(Guid activityUuid, Guid userUuid, bool isLiked, CancellationToken cancellationToken);

    /// <summary>Takes back one's own, and with a post what was replied to it. Its text is gone at once.</summary>
    Task<DeleteActivityResult> DeleteAsync(Guid activityUuid, Guid userUuid, CancellationToken cancellationToken);
}

/// <summary>Which part of a list.</summary>
/// <param name="Reader">Who reads, for <see cref="Activity.IsLiked"/>; null for nobody.</param>
/// <param name="After">Begin behind this place in the list's order; it need not exist any more.</param>
/// <param name="Limit">At least 1.</param>
public sealed record ActivityQuery(Guid? Reader, ActivityPlace? After, int Limit);

/// <param name="Uuid">Chosen by who posts, so that posting can be repeated.</param>
public sealed record NewPost(Guid Uuid, Guid UserUuid, MessageText Message, ActivityTtl Ttl)
{
    public override string ToString() => $"post {Uuid}";
}

/// <param name="Uuid">Chosen by who replies, so that replying can be repeated.</param>
public sealed record NewReply(Guid Uuid, Guid UserUuid, Guid ReplyToUuid, MessageText Message)
{
    public override string ToString() => $"reply {Uuid}";
}

/// <summary>How posting or replying ended.</summary>
public abstract record PostResult
{
    private PostResult() { }

    /// <summary>It is there, by this call or one before.</summary>
    public sealed record Posted(Activity Activity) : PostResult;

    /// <summary>The uuid belongs to something else: other words, another time, another post or another person's.</summary>
    public sealed record UuidReused : PostResult;

    /// <summary>What is replied to, or what was posted by the same call before, is no longer to be seen.</summary>
    public sealed record NotFound : PostResult;

    /// <summary>What is replied to is a reply itself; <paramref name="PostUuid"/> is the post.</summary>
    public sealed record ReplyToReply(Guid PostUuid) : PostResult;

    /// <summary>There is no such person any more.</summary>
    public sealed record PersonGone : PostResult;
}

/// <summary>How liking, or no longer liking, ended.</summary>
public abstract record LikeResult
{
    private LikeResult() { }

    /// <summary>It is so, by this call or one before; the activity as it is then.</summary>
    public sealed record Done(Activity Activity) : LikeResult;

    /// <summary>There is none to be seen.</summary>
    public sealed record NotFound : LikeResult;

    /// <summary>There is no such person any more.</summary>
    public sealed record PersonGone : LikeResult;
}

/// <summary>How taking back ended.</summary>
public enum DeleteActivityResult
{
    /// <summary>It is gone, by this call or one before.</summary>
    Deleted,

    /// <summary>There is none to be seen.</summary>
    NotFound,

    /// <summary>It is somebody else's.</summary>
    NotTheirs,
}
