using System.Runtime.InteropServices;
using Cruddur.Inbox;

namespace Cruddur.Live;

/// <summary>
/// What one stream has told: by it, each row and mark passes once (a message does by <see cref="LiveSubscription"/>), and the
/// digest is that of the client when nothing was lost on the way. Like the client it takes maxima of all that says how far a
/// group is.
/// </summary>
internal sealed class LiveView(Guid userUuid)
{
    private readonly Dictionary<Guid, Group> _groups = [];

    /// <summary>Those rows that say more than was told. They count as told from now on.</summary>
    public List<InboxRow> Ahead(IReadOnlyList<InboxRow> rows)
    {
        var ahead = new List<InboxRow>();
        foreach (var row in rows)
        {
            ref var group = ref GroupOf(row.MessageGroupUuid);
            // Of one row, one of two states is behind the other in both.
            if (row.LastSeq > group.RowLastSeq || row.ReadSeq > group.RowReadSeq)
            {
                (group.RowLastSeq, group.RowReadSeq, group.UnreadCount) = (row.LastSeq, row.ReadSeq, row.UnreadCount);
                group.LastSeq = Math.Max(group.LastSeq, row.LastSeq);
                group.ReadSeq = Math.Max(group.ReadSeq, row.ReadSeq);
                ahead.Add(row);
            }
        }
        return ahead;
    }

    /// <returns>What is to be told of the event: null when it was told already.</returns>
    public LiveEvent? Pass(LiveEvent @event)
    {
        switch (@event)
        {
            case LiveEvent.InboxChanged { Rows: var rows }:
                return Ahead(rows).Count > 0 ? @event : null;
            case LiveEvent.MessageCreated { Entry: var entry }:
            {
                ref var group = ref GroupOf(entry.MessageGroupUuid);
                group.LastSeq = Math.Max(group.LastSeq, entry.Seq);
                return @event;
            }
            case LiveEvent.ReadAdvanced read:
            {
                ref var group = ref GroupOf(read.MessageGroupUuid);
                ref var told = ref read.UserUuid == userUuid ? ref group.ReadSeq : ref group.OtherReadSeq;
                if (read.ReadSeq <= told)
                {
                    return null;
                }
                told = read.ReadSeq;
                return @event;
            }
            default:
                return @event;
        }
    }

    public LiveEvent.Heartbeat Heartbeat() =>
        new(
            StateDigest.Of(
                _groups
                    .Where(pair => pair.Value.LastSeq > 0)
                    .Select(pair => new GroupState(pair.Key, pair.Value.LastSeq, pair.Value.ReadSeq))
            ),
            _groups.Values.Sum(group => group.UnreadCount)
        );

    private ref Group GroupOf(Guid uuid) => ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, uuid, out _);

    private struct Group
    {
        // As told by rows, messages and read marks together.
        public long LastSeq;
        public long ReadSeq;

        // As told by rows.
        public long RowLastSeq;
        public long RowReadSeq;
        public long UnreadCount;

        public long OtherReadSeq;
    }
}
