using Cruddur.Activities;
using Npgsql;

namespace Cruddur.Postgres.Activities;

public sealed partial class PostgresActivities
{
    public Task<PostResult> PostAsync(NewPost post, CancellationToken cancellationToken)
    {
        var now = ActivityTtl.Now(time);
        var activity = New(post.Uuid, post.UserUuid, post.Message.Value, null, now, post.Ttl.ExpiryOf(now));
        return WriteAsync<PostResult>(
            async (connection, token) =>
                await InsertAsync(connection, activity, token)
                    ? new PostResult.Posted(activity)
                    : await AnswerAgainAsync(connection, activity, token),
            new PostResult.PersonGone(),
            cancellationToken
        );
    }

    public Task<PostResult> ReplyAsync(NewReply reply, CancellationToken cancellationToken) =>
        HoldAsync<PostResult>(
            reply.ReplyToUuid,
            async (connection, transaction, token) =>
            {
                var post = await FindVisibleAsync(connection, reply.ReplyToUuid, reader: null, token);
                if (post is null)
                {
                    return new PostResult.NotFound();
                }
                if (post.ReplyToUuid is { } itsPost)
                {
                    return new PostResult.ReplyToReply(itsPost);
                }
                var activity = New(
                    reply.Uuid,
                    reply.UserUuid,
                    reply.Message.Value,
                    reply.ReplyToUuid,
                    ActivityTtl.Now(time),
                    post.ExpiresAt
                );
                if (!await InsertAsync(connection, activity, token))
                {
                    return await AnswerAgainAsync(connection, activity, token);
                }
                await AddRepliesAsync(connection, reply.ReplyToUuid, 1, token);
                await transaction.CommitAsync(token);
                return new PostResult.Posted(activity);
            },
            new PostResult.PersonGone(),
            cancellationToken
        );

    public Task<LikeResult> SetLikedAsync(
        Guid activityUuid,
        Guid userUuid,
        bool isLiked,
        CancellationToken cancellationToken
    ) =>
        HoldAsync<LikeResult>(
            activityUuid,
            async (connection, transaction, token) =>
            {
                var found = await FindVisibleAsync(connection, activityUuid, userUuid, token);
                if (found is null)
                {
                    return new LikeResult.NotFound();
                }
                if (found.IsLiked == isLiked)
                {
                    return new LikeResult.Done(found);
                }
                await RunAsync(
                    connection,
                    isLiked
                        ? "INSERT INTO activity_likes (activity_uuid, user_uuid) VALUES ($1, $2)"
                        : "DELETE FROM activity_likes WHERE activity_uuid = $1 AND user_uuid = $2",
                    token,
                    activityUuid,
                    userUuid
                );
                var more = isLiked ? 1 : -1;
                await RunAsync(
                    connection,
                    "UPDATE activities SET likes_count = likes_count + $2 WHERE uuid = $1",
                    token,
                    activityUuid,
                    more
                );
                await transaction.CommitAsync(token);
                return new LikeResult.Done(found with { LikesCount = found.LikesCount + more, IsLiked = isLiked });
            },
            new LikeResult.PersonGone(),
            cancellationToken
        );

    public async Task<DeleteActivityResult> DeleteAsync(
        Guid activityUuid,
        Guid userUuid,
        CancellationToken cancellationToken
    )
    {
        var found = await database.ReadAsync(
            (connection, token) => FindKeptAsync(connection, activityUuid, userUuid, token),
            cancellationToken
        );
        if (found is null)
        {
            return DeleteActivityResult.NotFound;
        }
        if (found.Activity.UserUuid == userUuid)
        {
            return await TakeBackAsync(found.Activity, cancellationToken);
        }
        return await FindAsync(activityUuid, reader: null, cancellationToken) is null
            ? DeleteActivityResult.NotFound
            : DeleteActivityResult.NotTheirs;
    }

    private Task<DeleteActivityResult> TakeBackAsync(Activity activity, CancellationToken cancellationToken) =>
        HoldAsync(
            // The post's row alone, also for its reply.
            activity.ReplyToUuid
                ?? activity.Uuid,
            async (connection, transaction, token) =>
            {
                var taken = await RunAsync(
                    connection,
                    "UPDATE activities SET message = '', deleted_at = $2 WHERE uuid = $1 AND deleted_at IS NULL",
                    token,
                    activity.Uuid,
                    time.GetUtcNow()
                );
                if (activity.ReplyToUuid is { } post)
                {
                    await AddRepliesAsync(connection, post, -taken, token);
                }
                await transaction.CommitAsync(token);
                return DeleteActivityResult.Deleted;
            },
            DeleteActivityResult.NotFound,
            cancellationToken
        );

    private static Activity New(
        Guid uuid,
        Guid userUuid,
        string message,
        Guid? replyTo,
        DateTimeOffset createdAt,
        DateTimeOffset expiresAt
    ) => new(uuid, userUuid, message, replyTo, createdAt, expiresAt, RepliesCount: 0, LikesCount: 0, IsLiked: false);

    /// <returns>Whether the uuid was free.</returns>
    private static async Task<bool> InsertAsync(
        NpgsqlConnection connection,
        Activity activity,
        CancellationToken cancellationToken
    ) =>
        await RunAsync(
            connection,
            """
            INSERT INTO activities (uuid, user_uuid, message, reply_to_activity_uuid, created_at, expires_at)
            VALUES ($1, $2, $3, $4::uuid, $5, $6) ON CONFLICT (uuid) DO NOTHING
            """,
            cancellationToken,
            activity.Uuid,
            activity.UserUuid,
            activity.Message,
            activity.ReplyToUuid,
            activity.CreatedAt,
            activity.ExpiresAt
        ) == 1;

    /// <summary>The uuid is there already: by the same call before, or it is something else's.</summary>
    private async Task<PostResult> AnswerAgainAsync(
        NpgsqlConnection connection,
        Activity asked,
        CancellationToken cancellationToken
    )
    {
        var found = await FindKeptAsync(connection, asked.Uuid, asked.UserUuid, cancellationToken);
        if (found is null || (found.IsDeleted && found.Activity.UserUuid == asked.UserUuid))
        {
            return new PostResult.NotFound();
        }
        return found.Activity.Content == asked.Content
            ? new PostResult.Posted(found.Activity)
            : new PostResult.UuidReused();
    }

    /// <summary>
    /// Changes something in a transaction that keeps others from changing this activity until it ends. Those of this node wait
    /// for each other before they take a connection: one post leaves the others to everybody else.
    /// </summary>
    /// <inheritdoc cref="WriteAsync{T}"/>
    private Task<T> HoldAsync<T>(
        Guid activityUuid,
        Func<NpgsqlConnection, NpgsqlTransaction, CancellationToken, Task<T>> write,
        T ofNobody,
        CancellationToken cancellationToken
    ) =>
        _gates.RunAsync(
            activityUuid,
            () =>
                WriteAsync(
                    async (connection, token) =>
                    {
                        await using var transaction = await connection.BeginTransactionAsync(token);
                        await RunAsync(
                            connection,
                            "SELECT FROM activities WHERE uuid = $1 FOR UPDATE",
                            token,
                            activityUuid
                        );
                        return await write(connection, transaction, token);
                    },
                    ofNobody,
                    cancellationToken
                ),
            cancellationToken
        );

    private static Task<int> AddRepliesAsync(
        NpgsqlConnection connection,
        Guid postUuid,
        int more,
        CancellationToken cancellationToken
    ) =>
        RunAsync(
            connection,
            "UPDATE activities SET replies_count = replies_count + $2 WHERE uuid = $1",
            cancellationToken,
            postUuid,
            more
        );

    /// <param name="ofNobody">The outcome when whoever acts is not among the people: their session outlived them.</param>
    private async Task<T> WriteAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> write,
        T ofNobody,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await database.WriteAsync(write, cancellationToken);
        }
        catch (PostgresException exception)
            when (exception
                    is {
                        SqlState: PostgresErrorCodes.ForeignKeyViolation,
                        ConstraintName: "activities_user" or "activity_likes_user_uuid_fkey"
                    }
            )
        {
            return ofNobody;
        }
    }

    private static async Task<int> RunAsync(
        NpgsqlConnection connection,
        string text,
        CancellationToken cancellationToken,
        params object?[] values
    )
    {
        await using var command = connection.CommandOf(text, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
