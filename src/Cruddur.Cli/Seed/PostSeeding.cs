using Cruddur.Activities;

namespace Cruddur.Cli.Seed;

/// <summary>Posts what a plan has for the feed, each at its time, with its replies and likes.</summary>
/// <param name="activitiesAt">The feed as it is by a clock.</param>
internal sealed class PostSeeding(Func<TimeProvider, IActivities> activitiesAt, SeedCounts counts)
{
    private readonly SeedClock _clock = new();

    public async Task AddAsync(IEnumerable<PlannedPost> posts, CancellationToken cancellationToken)
    {
        var activities = activitiesAt(_clock);
        foreach (var post in posts)
        {
            _clock.Now = post.Words.WrittenAt;
            var isNew = await activities.FindAsync(post.Words.Uuid, null, cancellationToken) is null;
            var result = await activities.PostAsync(
                new NewPost(post.Words.Uuid, post.Words.UserUuid, post.Words.Text, post.Ttl),
                cancellationToken
            );
            // One that was there, and is over or was deleted meanwhile, is left as it is.
            var isAdded = isNew && Check(result);
            counts.CountPost(isAdded);
            foreach (var reply in post.Replies)
            {
                _clock.Now = reply.WrittenAt;
                var answer = new NewReply(reply.Uuid, reply.UserUuid, post.Words.Uuid, reply.Text);
                Check(await activities.ReplyAsync(answer, cancellationToken));
            }
            // Who no longer likes it is not asked again.
            foreach (var userUuid in isAdded ? post.LikedBy : [])
            {
                await activities.SetLikedAsync(post.Words.Uuid, userUuid, isLiked: true, cancellationToken);
            }
        }
    }

    private static bool Check(PostResult result) =>
        result is PostResult.Posted or PostResult.NotFound
            ? result is PostResult.Posted
            : throw new InvalidOperationException($"Adding a post ended with {result}.");
}
