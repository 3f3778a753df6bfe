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
    /// <summary>Applies the changes that are new entries of logs; others are passed over.</summary>
    /// <returns>How many entries there were.</returns>
    /// <exception cref="ItemFormatException">An entry, or its group, is not what the data model says.</exception>
    public async Task<int> ApplyAsync(IReadOnlyList<Change> changes, CancellationToken cancellationToken)
    {
        var entries = changes
            .Where(change =>
                change is { Kind: ChangeKind.Insert, NewImage: not null } && MessageEntry.IsKey(change.Key)
            )
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
