using Cruddur.Activities;
using Cruddur.Messages;
using Cruddur.Server.Accounts;
using Cruddur.Users;

namespace Cruddur.Cli.Seed;

/// <summary>What is to be there after seeding. The same in every run, but for times.</summary>
internal sealed record SeedPlan(
    IReadOnlyList<PlannedPerson> People,
    IReadOnlyList<PlannedConversation> Conversations,
    Password Password
)
{
    /// <summary>The feed's, the oldest first.</summary>
    public IReadOnlyList<PlannedPost> Posts { get; init; } = [];

    public long MessageCount => Conversations.Sum(conversation => (long)conversation.MessageCount);
}

/// <summary>Somebody with an account.</summary>
internal sealed record PlannedPerson(Guid Uuid, NewPerson Person, DateTimeOffset SignedUpAt)
{
    public static PlannedPerson Of(Guid uuid, string handle, string displayName, DateTimeOffset signedUpAt) =>
        EmailAddress.TryParse($"{handle}@example.test", out var email, out var problem)
            ? new PlannedPerson(
                uuid,
                new NewPerson(Handle.Parse(handle), DisplayName.Parse(displayName), email),
                signedUpAt
            )
            : throw new FormatException(problem);
}

/// <summary>What two people wrote to each other, and how far each has read.</summary>
/// <param name="Messages">Oldest first, <paramref name="MessageCount"/> of them; may be made while it is read.</param>
internal sealed record PlannedConversation(
    Guid One,
    Guid Other,
    int MessageCount,
    IEnumerable<PlannedMessage> Messages,
    IReadOnlyList<PlannedRead> Reads
);

/// <param name="Text">Made only when it is needed: most of the work of a large plan.</param>
internal sealed record PlannedMessage(Guid Uuid, Guid SenderUuid, DateTimeOffset SentAt, Func<MessageText> Text);

/// <summary>A member has read the first so many planned messages.</summary>
internal sealed record PlannedRead(Guid UserUuid, int MessageCount);

/// <summary>A post of the feed, what was replied to it, and who likes it.</summary>
internal sealed record PlannedPost(
    PlannedWords Words,
    ActivityTtl Ttl,
    IReadOnlyList<PlannedWords> Replies,
    IReadOnlyList<Guid> LikedBy
);

/// <summary>Who writes what, and when.</summary>
internal sealed record PlannedWords(Guid Uuid, Guid UserUuid, DateTimeOffset WrittenAt, MessageText Text);
