using Cruddur.Activities;
using Cruddur.Server.Accounts;
using Cruddur.Storage;
using Cruddur.Users;

namespace Cruddur.Cli.Seed;

/// <summary>
/// Makes a plan come true by the same code that serves people: accounts are registered, messages sent, read marks set,
/// posts posted, and the projector follows. What is there already is found and left as it is.
/// </summary>
/// <param name="people">Where they are kept: in the table or elsewhere.</param>
/// <param name="activitiesAt">The feed beside them, as it is by a clock.</param>
/// <param name="feed">
/// Null where it is a stream that servers share. They need not be running: inboxes are then brought behind each conversation
/// right here.
/// </param>
internal sealed class Seeding(
    ITable table,
    IUserDirectory people,
    Func<TimeProvider, IActivities> activitiesAt,
    IChangeFeed? feed,
    Func<Password, string> hashPassword,
    TimeProvider time
)
{
    /// <summary>Enough at one time for the engine to make many durable in one commit.</summary>
    private const int Workers = 64;

    public async Task<SeedResult> RunAsync(SeedPlan plan, SeedCounts counts, CancellationToken cancellationToken)
    {
        var peopleSeeding = new PeopleSeeding(table, people, () => hashPassword(plan.Password), counts);
        if (await peopleSeeding.AddAsync(plan.People, Workers, cancellationToken) is { } taken)
        {
            return new SeedResult.HandleTaken(taken);
        }
        await using var inboxes = feed is null ? null : InboxFollower.Start(table, feed, time);
        await Parallel.ForEachAsync(
            // The longest first: within one, messages follow each other, and the last to end should not be a long one.
            plan.Conversations.OrderByDescending(conversation => conversation.MessageCount),
            new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellationToken },
            async (conversation, token) =>
                await new ConversationSeeding(table, counts, followsItself: feed is null).AddAsync(conversation, token)
        );
        await new PostSeeding(activitiesAt, counts).AddAsync(plan.Posts, cancellationToken);
        if (inboxes is not null)
        {
            await inboxes.CatchUpAsync(cancellationToken);
        }
        return new SeedResult.Seeded();
    }
}
