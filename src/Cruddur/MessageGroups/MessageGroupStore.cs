using Cruddur.Inbox;
using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.MessageGroups;

/// <summary>Finds message groups, and opens those of two people.</summary>
public sealed class MessageGroupStore(ITable table, TimeProvider time)
{
    private const int CachedGroups = 20_000;

    // A group never changes, so what was read once stays true on every node.
    private readonly BoundedCache<Guid, MessageGroup> _known = new(CachedGroups);

    /// <returns>Null when there is no such group, or the user is not in it: callers answer both alike.</returns>
    public async ValueTask<MessageGroup?> FindForMemberAsync(
        Guid uuid,
        Guid userUuid,
        CancellationToken cancellationToken
    )
    {
        var group = await FindAsync(uuid, cancellationToken);
        return group is not null && group.HasMember(userUuid) ? group : null;
    }

    public async ValueTask<MessageGroup?> FindAsync(Guid uuid, CancellationToken cancellationToken)
    {
        if (_known.TryGet(uuid, out var known))
        {
            return known;
        }
        // Strong: a group that another node made a moment ago must not be "not found".
        var found = await table.GetAsync(MessageGroup.KeyOf(uuid), Consistency.Strong, cancellationToken);
        return found.Item is null ? null : _known.GetOrAdd(uuid, _ => MessageGroup.FromItem(uuid, found.Item));
    }

    /// <summary>
    /// The message group of two people, made when there is none: its head and an inbox row for each in one transaction,
    /// so that the projector may rely on the rows.
    /// </summary>
    /// <exception cref="ArgumentException">Both are the same person.</exception>
    public async ValueTask<MessageGroup> OpenDirectAsync(Guid one, Guid other, CancellationToken cancellationToken)
    {
        if (one == other)
        {
            throw new ArgumentException("A direct message group has two people.", nameof(other));
        }
        var uuid = DirectGroup.UuidOf(one, other);
        if (await FindAsync(uuid, cancellationToken) is { } existing)
        {
            return existing;
        }
        var group = MessageGroup.Direct(one, other, UnixTime.ToTime(UnixTime.From(time.GetUtcNow())));
        var result = await table.TransactAsync(
            [
                new Write.Put(group.ToItem(), Condition.NotExists),
                new Write.Put(InboxRow.Empty(group, group.FirstMember).ToItem(), Condition.NotExists),
                new Write.Put(InboxRow.Empty(group, group.SecondMember).ToItem(), Condition.NotExists),
            ],
            cancellationToken
        );
        if (result is TransactionResult.Committed)
        {
            return _known.GetOrAdd(uuid, _ => group);
        }
        // The other side, or another try of this one, was first.
        return await FindAsync(uuid, cancellationToken)
            ?? throw new StorageException(
                StorageFault.Damaged,
                $"An inbox row of the message group {uuid} exists without its head {MessageGroup.KeyOf(uuid)}."
            );
    }
}
