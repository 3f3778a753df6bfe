using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Cli.Seed;

/// <summary>Sends the messages of one conversation in their order, with its own clock, and sets its read marks.</summary>
internal sealed class ConversationSeeding
{
    private const int PageSize = 500;
    private const int SendAttempts = 5;

    private readonly SeedClock _clock = new();
    private readonly SeedCounts _counts;
    private readonly MessageGroupStore _groups;
    private readonly MessageLog _log;
    private readonly MessageSender _sender;
    private readonly ReadMarks _marks;
    private readonly InboxProjector? _projector;

    /// <param name="followsItself">Whether inboxes are brought behind each conversation here, not by a feed's reader.</param>
    public ConversationSeeding(ITable table, SeedCounts counts, bool followsItself)
    {
        _counts = counts;
        _groups = new MessageGroupStore(table, _clock);
        _log = new MessageLog(table);
        // Only one sends here: there is nobody to keep out of the way of by chance.
        _sender = new MessageSender(table, _groups, _log, _clock, new Random(0));
        var reconciler = new InboxReconciler(table, _log, _clock, NullLogger<InboxReconciler>.Instance);
        _marks = new ReadMarks(table, _groups, _log, new InboxReader(table), reconciler, _clock);
        _projector = followsItself ? new InboxProjector(table, _groups, _clock) : null;
    }

    public async Task AddAsync(PlannedConversation conversation, CancellationToken cancellationToken)
    {
        var messages = conversation.Messages.ToList();
        _clock.Now = messages[0].SentAt;
        var group = await _groups.OpenDirectAsync(conversation.One, conversation.Other, cancellationToken);
        var sequences = await SendMissingAsync(group, messages, cancellationToken);
        await FollowAsync(group, sequences[^1], cancellationToken);
        foreach (var read in conversation.Reads.Where(read => read.MessageCount > 0))
        {
            var marked = await _marks.MarkAsync(
                group.Uuid,
                read.UserUuid,
                sequences[read.MessageCount - 1],
                cancellationToken
            );
            if (marked is not MarkReadResult.Marked)
            {
                throw new InvalidOperationException($"Marking {group.Uuid} as read ended with {marked}.");
            }
        }
    }

    /// <summary>A row is a maximum: whoever else follows the table's stream may do the same, before or after.</summary>
    private async Task FollowAsync(MessageGroup group, long seq, CancellationToken cancellationToken)
    {
        if (_projector is not null)
        {
            var entry = await _log.FindAsync(group.Uuid, seq, Consistency.Strong, cancellationToken);
            var item = entry!.ToItem();
            await _projector.ApplyAsync([new Change(ChangeKind.Insert, item.Key, item)], cancellationToken);
        }
    }

    /// <returns>The sequence of each message.</returns>
    private async Task<long[]> SendMissingAsync(
        MessageGroup group,
        List<PlannedMessage> messages,
        CancellationToken cancellationToken
    )
    {
        var (found, last) = await FindAsync(group.Uuid, messages, cancellationToken);
        var sequences = new long[messages.Count];
        for (var i = 0; i < messages.Count; i++)
        {
            var isThere = found.TryGetValue(messages[i].Uuid, out sequences[i]);
            if (!isThere)
            {
                // All up to here was read just now, so the message cannot be before it.
                last = sequences[i] = await SendAsync(group.Uuid, messages[i], last, cancellationToken);
            }
            _counts.CountMessage(added: !isThere);
        }
        return sequences;
    }

    /// <summary>Which of the messages are in the log already. Reads no further than to the last of them.</summary>
    private async Task<(Dictionary<Guid, long> Found, long Last)> FindAsync(
        Guid groupUuid,
        List<PlannedMessage> messages,
        CancellationToken cancellationToken
    )
    {
        var planned = messages.Select(message => message.Uuid).ToHashSet();
        var found = new Dictionary<Guid, long>();
        var last = 0L;
        MessagePage page;
        do
        {
            page = await _log.AfterAsync(groupUuid, last, PageSize, Consistency.Strong, cancellationToken);
            foreach (var entry in page.Entries.Where(entry => planned.Contains(entry.MessageUuid)))
            {
                found[entry.MessageUuid] = entry.Seq;
            }
            last = page.Entries.Count == 0 ? last : page.Entries[^1].Seq;
        } while (page.Entries.Count == PageSize && found.Count < planned.Count);
        return (found, last);
    }

    private async Task<long> SendAsync(
        Guid groupUuid,
        PlannedMessage message,
        long baseSeq,
        CancellationToken cancellationToken
    )
    {
        _clock.Now = message.SentAt;
        var request = new SendRequest(groupUuid, message.SenderUuid, message.Uuid, baseSeq, message.Text());
        SendResult result = new SendResult.Unsettled();
        for (var attempt = 0; attempt < SendAttempts && result is SendResult.Unsettled; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = await _sender.SendAsync(request, cancellationToken);
        }
        cancellationToken.ThrowIfCancellationRequested();
        return result switch
        {
            SendResult.Sent sent => sent.Entry.Seq,
            SendResult.Unsettled => throw new StorageException(
                StorageFault.Unavailable,
                "The table is too slow or too busy to take more messages. Run the same command again: it goes on from here."
            ),
            _ => throw new InvalidOperationException($"Sending {message.Uuid} to {groupUuid} ended with {result}."),
        };
    }
}
