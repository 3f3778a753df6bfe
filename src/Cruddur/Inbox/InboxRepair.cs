using Cruddur.Messages;
using Cruddur.Storage;

namespace Cruddur.Inbox;

/// <summary>
/// One write that brings a part of a row to what the log says. The part that the projector writes and the part that a
/// read mark writes are repaired apart, each under a condition on its own sequence, so that neither undoes the other.
/// </summary>
internal abstract record InboxRepair
{
    private InboxRepair() { }

    /// <returns>Whether the part now is what the log said, or newer; false when others were in between.</returns>
    public abstract Task<(bool IsSettled, Cost Cost)> ApplyAsync(ITable table, CancellationToken cancellationToken);

    public static IEnumerable<InboxRepair> Of(Item? found, InboxRow expected, MessageEntry? last)
    {
        var item = expected.ToItem();
        var end = MessageEntry.KeyOf(expected.MessageGroupUuid, (last?.Seq ?? 0) + 1);
        if (found is null)
        {
            yield return new AtEnd(new Write.Put(item, Condition.NotExists), end);
            yield break;
        }
        if (InboxDifference.Between(found, item, InboxRow.LogAttributes).Any())
        {
            var seen = NumberIn(found, InboxRow.LastSeqName);
            yield return seen < expected.LastSeq
                ? new Alone(
                    Rewrite(item, InboxRow.LogAttributes, Condition.LessThan(InboxRow.LastSeqName, expected.LastSeq)),
                    IsMaximum: true
                )
                : Replace(
                    found,
                    item,
                    InboxRow.LogAttributes,
                    InboxRow.LastSeqName,
                    seen == expected.LastSeq ? null : end
                );
        }
        if (InboxDifference.Between(found, item, InboxRow.ReadAttributes).Any())
        {
            var seen = NumberIn(found, InboxRow.ReadSeqName);
            yield return Replace(
                found,
                item,
                InboxRow.ReadAttributes,
                InboxRow.ReadSeqName,
                seen <= expected.ReadSeq ? null : end
            );
        }
    }

    /// <summary>Null when there is none, or it is text.</summary>
    public static long? NumberIn(Item item, string name) =>
        item.Attributes.TryGetValue(name, out var value) && !value.IsText ? value.Number : null;

    private static InboxRepair Replace(
        Item found,
        Item expected,
        IReadOnlyList<string> names,
        string sequenceName,
        Key? end
    )
    {
        // The very value that was seen: somebody who moved the row in between is not undone.
        var condition = found.Attributes.TryGetValue(sequenceName, out var seen)
            ? Condition.EqualTo(sequenceName, seen)
            : Condition.Exists;
        var write = Rewrite(expected, names, condition);
        return end is null ? new Alone(write, IsMaximum: false) : new AtEnd(write, end.Value);
    }

    private static Write.Update Rewrite(Item expected, IReadOnlyList<string> names, Condition condition) =>
        new(
            expected.Key,
            names
                .Where(expected.Attributes.ContainsKey)
                .Append(InboxRow.ChangedAtName)
                .ToDictionary(name => name, name => expected.Attributes[name], StringComparer.Ordinal),
            condition
        )
        {
            Remove = [.. names.Where(name => !expected.Attributes.ContainsKey(name))],
        };

    /// <summary>Moves the row forward as the projector does, or puts right what belongs to a sequence that stays.</summary>
    /// <param name="IsMaximum">Refused only where the row is there or further, which is as good.</param>
    private sealed record Alone(Write.Update Write, bool IsMaximum) : InboxRepair
    {
        public override async Task<(bool IsSettled, Cost Cost)> ApplyAsync(
            ITable table,
            CancellationToken cancellationToken
        )
        {
            var result = await table.WriteAsync(Write, cancellationToken);
            var isSettled =
                result is WriteResult.Written
                || (IsMaximum && result is WriteResult.ConditionFailed { Occupant: not null });
            return (isSettled, result.Cost);
        }
    }

    /// <summary>
    /// A row that is made, or set back. Meanwhile the log may have grown, and the projector have passed the new entry over
    /// because there was no row or one that seemed further; nobody would bring it again. So this happens only at a moment
    /// when the log still ends where it was seen to end: what comes then, the projector brings to the row as it is then.
    /// </summary>
    private sealed record AtEnd(Write Write, Key End) : InboxRepair
    {
        public override async Task<(bool IsSettled, Cost Cost)> ApplyAsync(
            ITable table,
            CancellationToken cancellationToken
        )
        {
            var result = await table.TransactAsync(
                [Write, new Write.Check(End, Condition.NotExists)],
                cancellationToken
            );
            return (result is TransactionResult.Committed, result.Cost);
        }
    }
}
