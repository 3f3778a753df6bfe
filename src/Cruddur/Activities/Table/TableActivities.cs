using Cruddur.Storage;

namespace Cruddur.Activities.Table;

/// <summary>The feed in the table, next to everything else.</summary>
public sealed class TableActivities(ITable table, TimeProvider time, Random random) : IActivities
{
    private readonly ActivityReader _reader = new(table, time);
    private readonly CountTurns _turns = new(time, random);

    public Task<ActivityPage> ListHomeAsync(ActivityQuery query, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // A place is the client's to invent: nothing is to be read of weeks that are yet to come.
        var from = query.After is { } after && after.CreatedAt < now ? after.CreatedAt : now;
        var partitions = ActivityRow.HomePartitions(from, now);
        var rows = partitions
            .ToAsyncEnumerable()
            .SelectMany(partition => _reader.RowsAsync(partition, "", query, backward: true, cancellationToken));
        return _reader.PageAsync(rows, query, cancellationToken);
    }

    public Task<ActivityPage> ListOfUserAsync(Guid userUuid, ActivityQuery query, CancellationToken cancellationToken)
    {
        var partition = ActivityRow.UserPartition(userUuid);
        var rows = _reader.RowsAsync(partition, "", query, backward: true, cancellationToken);
        return _reader.PageAsync(rows, query, cancellationToken);
    }

    public async Task<ActivityPage> ListRepliesAsync(
        Guid activityUuid,
        ActivityQuery query,
        CancellationToken cancellationToken
    )
    {
        if (await FindVisibleAsync(activityUuid, Consistency.Eventual, cancellationToken) is null)
        {
            return new ActivityPage([], Next: null);
        }
        var partition = ActivityHead.PartitionOf(activityUuid);
        var rows = _reader.RowsAsync(partition, ActivityRow.ReplyPrefix, query, backward: false, cancellationToken);
        return await _reader.PageAsync(rows, query, cancellationToken);
    }

    public async Task<Activity?> FindAsync(Guid activityUuid, Guid? reader, CancellationToken cancellationToken)
    {
        const Consistency strong = Consistency.Strong;
        var found = await FindVisibleAsync(activityUuid, strong, cancellationToken);
        return found is null ? null : await _reader.ShowAsync(found, reader, strong, cancellationToken);
    }

    public async Task<PostResult> PostAsync(NewPost post, CancellationToken cancellationToken)
    {
        var now = ActivityTtl.Now(time);
        var head = new ActivityHead(
            post.Uuid,
            post.UserUuid,
            post.Message.Value,
            ReplyToUuid: null,
            now,
            post.Ttl.ExpiryOf(now)
        );
        var result = await table.TransactAsync(WritesOf(head), cancellationToken);
        return result is TransactionResult.ConditionsFailed
            ? await AnswerAgainAsync(head, cancellationToken)
            : new PostResult.Posted(new ReadActivity(head, ActivityCounts.None).Show(isLiked: false));
    }

    public Task<PostResult> ReplyAsync(NewReply reply, CancellationToken cancellationToken) =>
        _turns.RunAsync(reply.ReplyToUuid, () => TryReplyAsync(reply, cancellationToken), cancellationToken);

    public Task<LikeResult> SetLikedAsync(
        Guid activityUuid,
        Guid userUuid,
        bool isLiked,
        CancellationToken cancellationToken
    ) =>
        _turns.RunAsync(
            activityUuid,
            () => TrySetLikedAsync(activityUuid, userUuid, isLiked, cancellationToken),
            cancellationToken
        );

    public async Task<DeleteActivityResult> DeleteAsync(
        Guid activityUuid,
        Guid userUuid,
        CancellationToken cancellationToken
    )
    {
        var found = await _reader.FindAsync(activityUuid, Consistency.Strong, cancellationToken);
        if (found is null)
        {
            return DeleteActivityResult.NotFound;
        }
        var head = found.Head;
        if (head.UserUuid != userUuid)
        {
            return await IsVisibleAsync(head, Consistency.Strong, cancellationToken)
                ? DeleteActivityResult.NotTheirs
                : DeleteActivityResult.NotFound;
        }
        if (head.Message is null)
        {
            return DeleteActivityResult.Deleted;
        }
        if (head.ReplyToUuid is { } post)
        {
            await _turns.RunAsync(post, () => TryDeleteReplyAsync(head, post, cancellationToken), cancellationToken);
            return DeleteActivityResult.Deleted;
        }
        // When the words have gone meanwhile, so they should.
        await table.WriteAsync(head.TakeBack(time.GetUtcNow()), cancellationToken);
        return DeleteActivityResult.Deleted;
    }

    /// <returns>Null when the counts were changed meanwhile.</returns>
    private async Task<PostResult?> TryReplyAsync(NewReply reply, CancellationToken cancellationToken)
    {
        var parent = await FindVisibleAsync(reply.ReplyToUuid, Consistency.Strong, cancellationToken);
        if (parent is null)
        {
            return new PostResult.NotFound();
        }
        if (parent.Head.ReplyToUuid is { } post)
        {
            return new PostResult.ReplyToReply(post);
        }
        var head = new ActivityHead(
            reply.Uuid,
            reply.UserUuid,
            reply.Message.Value,
            reply.ReplyToUuid,
            ActivityTtl.Now(time),
            parent.Head.ExpiresAt
        );
        var counts = parent.Counts.WithReplies(1).Follow(parent.Counts, parent.Head);
        var result = await table.TransactAsync([.. WritesOf(head), counts], cancellationToken);
        if (result is not TransactionResult.ConditionsFailed refused)
        {
            return new PostResult.Posted(new ReadActivity(head, ActivityCounts.None).Show(isLiked: false));
        }
        return refused.Failed.Any(failed => failed.Index == 0) ? await AnswerAgainAsync(head, cancellationToken) : null;
    }

    /// <returns>Null when the counts were changed meanwhile.</returns>
    private async Task<LikeResult?> TrySetLikedAsync(
        Guid activityUuid,
        Guid userUuid,
        bool isLiked,
        CancellationToken cancellationToken
    )
    {
        var finding = _reader.FindLikeAsync(activityUuid, userUuid, Consistency.Strong, cancellationToken);
        var read = await FindVisibleAsync(activityUuid, Consistency.Strong, cancellationToken);
        var found = await finding;
        if (read is null)
        {
            return new LikeResult.NotFound();
        }
        if (ActivityLike.IsOf(read.Head, found) == isLiked)
        {
            return new LikeResult.Done(read.Show(isLiked));
        }
        var counts = read.Counts.WithLikes(isLiked ? 1 : -1);
        Write like = isLiked
            ? new Write.Put(
                ActivityLike.ToItem(read.Head, userUuid),
                found is null ? Condition.NotExists : ActivityExpiry.IsUnchanged(found)
            )
            : new Write.Delete(ActivityLike.KeyOf(activityUuid, userUuid), Condition.Exists);
        Write[] writes = [like, counts.Follow(read.Counts, read.Head)];
        return await table.TransactAsync(writes, cancellationToken) is TransactionResult.Committed
            ? new LikeResult.Done((read with { Counts = counts }).Show(isLiked))
            : null;
    }

    /// <returns>Null when the counts were changed meanwhile.</returns>
    private async Task<DeleteActivityResult?> TryDeleteReplyAsync(
        ActivityHead reply,
        Guid postUuid,
        CancellationToken cancellationToken
    )
    {
        var post = await FindVisibleAsync(postUuid, Consistency.Strong, cancellationToken);
        if (post is null)
        {
            // The post was taken back: nobody counts any more, but the words are to go.
            await table.WriteAsync(reply.TakeBack(time.GetUtcNow()), cancellationToken);
            return DeleteActivityResult.Deleted;
        }
        Write[] writes = [reply.TakeBack(time.GetUtcNow()), post.Counts.WithReplies(-1).Follow(post.Counts, post.Head)];
        var result = await table.TransactAsync(writes, cancellationToken);
        // When the words have gone meanwhile, so they should.
        return result is TransactionResult.ConditionsFailed refused && refused.Failed.All(failed => failed.Index != 0)
            ? null
            : DeleteActivityResult.Deleted;
    }

    /// <returns>Null also when it was taken back, or is a reply whose post was.</returns>
    private async Task<ReadActivity?> FindVisibleAsync(
        Guid uuid,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        var found = await _reader.FindAsync(uuid, consistency, cancellationToken);
        return found is not null && await IsVisibleAsync(found.Head, consistency, cancellationToken) ? found : null;
    }

    private async Task<bool> IsVisibleAsync(
        ActivityHead head,
        Consistency consistency,
        CancellationToken cancellationToken
    ) =>
        head.Message is not null
        && (
            head.ReplyToUuid is not { } post
            || await _reader.FindAsync(post, consistency, cancellationToken) is { Head.Message: not null }
        );

    private static Write[] WritesOf(ActivityHead head) =>
        [
            new Write.Put(head.ToItem(), Condition.NotExists),
            .. ActivityRow.Of(head).Select(row => new Write.Put(row, Condition.None)),
        ];

    /// <summary>The uuid is there already: by the same call before, or it is something else's.</summary>
    private async Task<PostResult> AnswerAgainAsync(ActivityHead asked, CancellationToken cancellationToken)
    {
        var found = await _reader.FindAsync(asked.Uuid, Consistency.Strong, cancellationToken);
        if (found is null || (found.Head.Message is null && found.Head.UserUuid == asked.UserUuid))
        {
            return new PostResult.NotFound();
        }
        if (found.Head.Content != asked.Content)
        {
            return new PostResult.UuidReused();
        }
        var shown = await _reader.ShowAsync(found, asked.UserUuid, Consistency.Strong, cancellationToken);
        return shown is null ? new PostResult.NotFound() : new PostResult.Posted(shown);
    }
}
