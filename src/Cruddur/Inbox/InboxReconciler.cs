using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Microsoft.Extensions.Logging;

namespace Cruddur.Inbox;

/// <summary>
/// Compares inbox rows with the log, which is the truth, and rebuilds those that differ. Safe beside running projectors,
/// senders and readers; see docs/decisions/0010-inboxes-are-compared-with-the-log.md.
/// </summary>
public sealed partial class InboxReconciler(
    ITable table,
    MessageLog log,
    TimeProvider time,
    ILogger<InboxReconciler> logger
)
{
    /// <summary>
    /// How long a row may be behind its log before somebody who notices it steps in: sooner the projector's own write comes
    /// on top, and a message costs four units instead of three.
    /// </summary>
    public static readonly TimeSpan UsualLag = TimeSpan.FromSeconds(10);

    private const int MaxAttempts = 5;

    /// <summary>Only looks.</summary>
    /// <param name="consistency">With an eventual one a difference is a suspicion; it costs half.</param>
    /// <exception cref="ItemFormatException">The log lacks an entry, or has one that is none.</exception>
    public async Task<Reconciliation> CheckAsync(
        MessageGroup group,
        Guid userUuid,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        var (found, expected, last, cost) = await ReadAsync(group, userUuid, consistency, cancellationToken);
        var differences = Differences(found, expected);
        return differences.Count == 0 ? new Reconciliation.Right(expected, cost)
            : IsFollowing(found, differences, last) ? new Reconciliation.Following(expected, differences, cost)
            : new Reconciliation.Wrong(expected, differences, cost);
    }

    /// <summary>Makes a member's row what the log says; one that is missing too.</summary>
    /// <exception cref="ItemFormatException">The log lacks an entry, or has one that is none.</exception>
    public async Task<Reconciliation> RepairAsync(
        MessageGroup group,
        Guid userUuid,
        CancellationToken cancellationToken
    )
    {
        var spent = default(Cost);
        IReadOnlyList<InboxDifference>? first = null;
        for (var attempt = 1; ; attempt++)
        {
            var (found, expected, last, cost) = await ReadAsync(group, userUuid, Consistency.Strong, cancellationToken);
            spent += cost;
            var differences = Differences(found, expected);
            if (differences.Count == 0 && first is null)
            {
                return new Reconciliation.Right(expected, spent);
            }
            first ??= differences;
            var isDone = true;
            foreach (var repair in InboxRepair.Of(found, expected, last))
            {
                var (isSettled, written) = await repair.ApplyAsync(table, cancellationToken);
                isDone &= isSettled;
                spent += written;
            }
            if (isDone)
            {
                LogRepaired(userUuid, group.Uuid, string.Join(", ", first.Select(difference => difference.Attribute)));
                return new Reconciliation.Repaired(expected, first, spent);
            }
            if (attempt == MaxAttempts)
            {
                return new Reconciliation.Contested(expected, first, spent);
            }
        }
    }

    /// <summary>
    /// For whoever has read a row and something of the log anyway: when the two contradict each other the row is repaired,
    /// otherwise this costs nothing.
    /// </summary>
    /// <param name="row">Null when there was none.</param>
    /// <param name="entry">An entry of the log; null for an empty log.</param>
    /// <param name="isLast">Whether it was the log's last one as far as the reader saw.</param>
    /// <returns>The row to go on with. When it could not be repaired, the one that was read.</returns>
    public async Task<InboxRow> HealAsync(
        MessageGroup group,
        Guid userUuid,
        InboxRow? row,
        MessageEntry? entry,
        bool isLast,
        CancellationToken cancellationToken
    )
    {
        if (row is not null && !Contradict(group, row, entry, isLast))
        {
            return row;
        }
        try
        {
            return (await RepairAsync(group, userUuid, cancellationToken)).Row;
        }
        catch (StorageException exception) when (row is not null)
        {
            // Who only reads is not refused because of it.
            LogNotRepaired(userUuid, group.Uuid, exception);
            return row;
        }
    }

    private bool Contradict(MessageGroup group, InboxRow row, MessageEntry? entry, bool isLast)
    {
        var seq = entry?.Seq ?? 0;
        if (row.LastSeq < seq && !IsYoung(entry!))
        {
            return true;
        }
        if (isLast && Math.Max(row.LastSeq, row.ReadSeq) > seq)
        {
            return true;
        }
        var (found, expected) = (
            row.ToItem(),
            InboxRow.Fold(group, row.UserUuid, entry, entry, time.GetUtcNow()).ToItem()
        );
        return row.LastSeq == seq && InboxDifference.Between(found, expected, InboxRow.LogAttributes).Any()
            || row.ReadSeq == seq && InboxDifference.Between(found, expected, InboxRow.ReadAttributes).Any();
    }

    private static IReadOnlyList<InboxDifference> Differences(Item? found, InboxRow expected) =>
        found is null
            ? [InboxDifference.NoRow]
            :
            [
                .. InboxDifference.Between(
                    found,
                    expected.ToItem(),
                    InboxRow.LogAttributes.Concat(InboxRow.ReadAttributes)
                ),
            ];

    private bool IsFollowing(Item? found, IReadOnlyList<InboxDifference> differences, MessageEntry? last) =>
        found is not null
        && last is not null
        && IsYoung(last)
        && InboxRepair.NumberIn(found, InboxRow.LastSeqName) < last.Seq
        && !differences.Any(one => InboxRow.ReadAttributes.Contains(one.Attribute, StringComparer.Ordinal));

    private bool IsYoung(MessageEntry entry) => time.GetUtcNow() - entry.CreatedAt < UsualLag;

    // The row first, then the log: a row that moves on meanwhile must not seem to be ahead.
    private async Task<(Item? Found, InboxRow Expected, MessageEntry? Last, Cost Cost)> ReadAsync(
        MessageGroup group,
        Guid userUuid,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        var row = await table.GetAsync(InboxRow.KeyOf(userUuid, group.Uuid), consistency, cancellationToken);
        var newest = await log.BeforeAsync(group.Uuid, null, 1, consistency, cancellationToken);
        var last = newest.Entries.Count == 0 ? null : newest.Entries[0];
        // How far somebody has read is their own datum, as far as it can be: not below nothing, not beyond the log.
        var marked = row.Item is null ? 0 : InboxRepair.NumberIn(row.Item, InboxRow.ReadSeqName) ?? 0;
        var readSeq = Math.Clamp(marked, 0, last?.Seq ?? 0);
        var cost = row.Cost + newest.Cost;
        var read = readSeq == last?.Seq ? last : null;
        if (readSeq > 0 && read is null)
        {
            var (entry, spent) = await ReadEntryAsync(group.Uuid, readSeq, consistency, cancellationToken);
            (read, cost) = (entry, cost + spent);
        }
        return (row.Item, InboxRow.Fold(group, userUuid, last, read, time.GetUtcNow()), last, cost);
    }

    private async Task<(MessageEntry Entry, Cost Cost)> ReadEntryAsync(
        Guid messageGroupUuid,
        long seq,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        var key = MessageEntry.KeyOf(messageGroupUuid, seq);
        var found = await table.GetAsync(key, consistency, cancellationToken);
        var cost = found.Cost;
        if (found.Item is null && consistency == Consistency.Eventual)
        {
            // The end of the log may have come from a copy of the table that is further than this one.
            found = await table.GetAsync(key, Consistency.Strong, cancellationToken);
            cost += found.Cost;
        }
        return (MessageEntry.FromItem(found.Item ?? throw new ItemFormatException($"There is no {key}.")), cost);
    }

    [LoggerMessage(
        3040,
        LogLevel.Warning,
        "The inbox row of the user {UserUuid} in the message group {MessageGroupUuid} differed from the log and is repaired: {Attributes}."
    )]
    private partial void LogRepaired(Guid userUuid, Guid messageGroupUuid, string attributes);

    [LoggerMessage(
        3041,
        LogLevel.Warning,
        "The inbox row of the user {UserUuid} in the message group {MessageGroupUuid} differs from the log and could not be repaired; the next who reads it tries again."
    )]
    private partial void LogNotRepaired(Guid userUuid, Guid messageGroupUuid, Exception exception);
}
