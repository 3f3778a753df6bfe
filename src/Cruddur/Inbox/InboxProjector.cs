using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;

namespace Cruddur.Inbox;

/// <summary>
/// Makes inboxes follow the log: one update a member for each group of a batch, each a maximum. Batches may repeat, come
/// late or out of order, and a crash between two updates loses nothing that the next try would not do.
/// </summary>
public sealed class InboxProjector(ITable table, MessageGroupStore groups, TimeProvider time)
{
    /// <summary>
    /// How long entries that come one at a time are gathered, from the first on, to be applied at once: a burst then costs
    /// one update a member and not one for each message. Lists and unread counts follow later by as much.
    /// </summary>
    public static readonly TimeSpan GatheringWindow = TimeSpan.FromSeconds(1);

    /// <summary>So many entries are applied before the window has passed.</summary>
    public const int MostGathered = 500;

    /// <summary>Whether a change is one that inboxes follow: a new entry of a log.</summary>
    public static bool Follows(ChangeKind kind, Key key) => kind is ChangeKind.Insert && MessageEntry.IsKey(key);

    /// <summary>Applies the changes that are new entries of logs; others are passed over.</summary>
    /// <returns>How many entries there were.</returns>
    /// <exception cref="ItemFormatException">An entry, or its group, is not what the data model says.</exception>
    public async Task<int> ApplyAsync(IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        var entries = changes
            .Where(change => change.NewImage is not null && Follows(change.Kind, change.Key))
            .Select(change => MessageEntry.FromItem(change.NewImage!))
            .ToList();
        var newest = entries.GroupBy(entry => entry.MessageGroupUuid).Select(group => group.MaxBy(entry => entry.Seq)!);
        // Together, so that an engine which commits in groups commits them as one.
        await Task.WhenAll(newest.Select(entry => FollowAsync(entry, cancellationToken)));
        return entries.Count;
    }

    private async Task FollowAsync(MessageEntry entry, CancellationToken cancellationToken)
    {
        var group =
            await groups.FindAsync(entry.MessageGroupUuid, cancellationToken)
            ?? throw new ItemFormatException($"There is no {MessageGroup.KeyOf(entry.MessageGroupUuid)}.");
        await Task.WhenAll(
            group.Members.Select(member =>
                table.WriteAsync(InboxRow.Follow(entry, group, member, time.GetUtcNow()), cancellationToken)
            )
        );
    }
}
