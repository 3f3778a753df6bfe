using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Microsoft.Extensions.Logging;

namespace Cruddur.Live;

/// <summary>
/// Tells the streams of this node what happened: at once what this node did, and all that any node did from the table's
/// changes. So each thing is told twice here; a stream passes it on once.
/// </summary>
public sealed partial class LivePublisher(LiveHub hub, MessageGroupStore groups, ILogger<LivePublisher> logger)
    : ILiveObserver
{
    public void Sent(MessageGroup group, MessageEntry entry) => Tell(group, new LiveEvent.MessageCreated(entry));

    public void Read(MessageGroup group, Guid userUuid, long readSeq) =>
        Tell(group, new LiveEvent.ReadAdvanced(group.Uuid, userUuid, readSeq));

    /// <summary>Kept nowhere, and so only told to who is on this node.</summary>
    public void Typing(MessageGroup group, Guid userUuid) =>
        hub.Publish(group.OtherThan(userUuid), new LiveEvent.Typing(group.Uuid, userUuid));

    /// <summary>Tells what a change of the table means. One that cannot be read is logged and not told.</summary>
    public async Task SeeAsync(Change change, CancellationToken cancellationToken)
    {
        if (hub.IsEmpty || change.NewImage is not { } item)
        {
            return;
        }
        try
        {
            if (MessageEntry.IsKey(change.Key) && change.Kind is ChangeKind.Insert)
            {
                var entry = MessageEntry.FromItem(item);
                if (await groups.FindAsync(entry.MessageGroupUuid, cancellationToken) is { } group)
                {
                    Sent(group, entry);
                }
            }
            else if (InboxRow.IsKey(change.Key, out var userUuid))
            {
                Tell(InboxRow.FromItem(userUuid, item));
            }
        }
        catch (ItemFormatException exception)
        {
            LogUnreadable(exception);
        }
    }

    private void Tell(InboxRow row)
    {
        // Before the row, which says it too: so there is one for every mark.
        if (row.ReadSeq > 0)
        {
            var read = new LiveEvent.ReadAdvanced(row.MessageGroupUuid, row.UserUuid, row.ReadSeq);
            hub.Publish(row.UserUuid, read);
            hub.Publish(row.OtherUserUuid, read);
        }
        // A group shows from its first message on.
        if (row.LastSeq > 0)
        {
            hub.Publish(row.UserUuid, new LiveEvent.InboxChanged([row]));
        }
    }

    private void Tell(MessageGroup group, LiveEvent @event)
    {
        // One object for all streams: what is made of it is made once.
        foreach (var member in group.Members)
        {
            hub.Publish(member, @event);
        }
    }

    [LoggerMessage(3040, LogLevel.Error, "A change of the table could not be read, and is not told to streams.")]
    private partial void LogUnreadable(Exception exception);
}
