using Cruddur.Storage;

namespace Cruddur.Messages;

/// <summary>Reads the log of a message group.</summary>
public sealed class MessageLog(ITable table)
{
    /// <summary>The newest entries below a sequence, oldest first.</summary>
    /// <param name="beforeSeq">Null for the end of the log.</param>
    public Task<MessagePage> BeforeAsync(
        Guid messageGroupUuid,
        long? beforeSeq,
        int limit,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        var last = Math.Min(beforeSeq ?? long.MaxValue, MessageEntry.MaxSeq + 1) - 1;
        return ReadAsync(messageGroupUuid, 1, last, limit, backward: true, consistency, cancellationToken);
    }

    /// <summary>The oldest entries above a sequence, oldest first.</summary>
    public Task<MessagePage> AfterAsync(
        Guid messageGroupUuid,
        long afterSeq,
        int limit,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        var first = Math.Clamp(afterSeq, 0, MessageEntry.MaxSeq) + 1;
        return ReadAsync(
            messageGroupUuid,
            first,
            MessageEntry.MaxSeq,
            limit,
            backward: false,
            consistency,
            cancellationToken
        );
    }

    /// <summary>The entry at a sequence with what surrounds it: half of the limit before it, the rest from it on.</summary>
    public async Task<MessagePage> AroundAsync(
        Guid messageGroupUuid,
        long seq,
        int limit,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        var before = await BeforeAsync(messageGroupUuid, seq, limit / 2, consistency, cancellationToken);
        var from = await AfterAsync(
            messageGroupUuid,
            seq - 1,
            limit - before.Entries.Count,
            consistency,
            cancellationToken
        );
        return new MessagePage([.. before.Entries, .. from.Entries], before.Cost + from.Cost);
    }

    public async Task<MessageEntry?> FindAsync(
        Guid messageGroupUuid,
        long seq,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        var found = await table.GetAsync(MessageEntry.KeyOf(messageGroupUuid, seq), consistency, cancellationToken);
        return found.Item is null ? null : MessageEntry.FromItem(found.Item);
    }

    private async Task<MessagePage> ReadAsync(
        Guid messageGroupUuid,
        long first,
        long last,
        int limit,
        bool backward,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        var entries = new List<MessageEntry>(Math.Min(limit, 128));
        var cost = default(Cost);
        if (limit < 1 || first > last)
        {
            return new MessagePage(entries, cost);
        }
        var range = SortRange.Between(MessageEntry.SortOf(first), MessageEntry.SortOf(last));
        string? after = null;
        do
        {
            var page = await table.QueryAsync(
                new Query(
                    MessageEntry.PartitionOf(messageGroupUuid),
                    range,
                    limit - entries.Count,
                    consistency,
                    backward,
                    after
                ),
                cancellationToken
            );
            foreach (var item in page.Items)
            {
                entries.Add(MessageEntry.FromItem(item));
            }
            cost += page.Cost;
            after = page.Next;
        } while (after is not null && entries.Count < limit);
        if (backward)
        {
            entries.Reverse();
        }
        return new MessagePage(entries, cost);
    }
}

/// <summary>Entries of a log in the order of their sequences, and what reading them cost.</summary>
public sealed record MessagePage(IReadOnlyList<MessageEntry> Entries, Cost Cost);
