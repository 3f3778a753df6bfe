using Cruddur.Live;
using Cruddur.MessageGroups;
using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Messages;

/// <summary>
/// Appends messages to the logs of groups: each exactly once, for ever, at one write unit. See docs/architecture.md,
/// "Sending", for the protocol and why each step is there.
/// </summary>
public sealed class MessageSender(
    ITable table,
    MessageGroupStore groups,
    MessageLog log,
    TimeProvider time,
    Random random,
    ILiveObserver? observer = null
)
{
    /// <summary>How many entries may lie between a client's base and the end of the log.</summary>
    public const int MaxSuffix = 512;

    /// <summary>How often one call tries to put its entry.</summary>
    public const int MaxAttempts = 6;

    /// <summary>How long one call may take in all, waiting for its turn in the group included.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(4);

    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(80), random);

    // Read with the tail for the same half unit, as a unit is 4 KB: the next client's base is mostly among them.
    private const int ColdRead = 8;

    // At most 32 KB each: 64 MB when all are full to the brim.
    private const int CachedGroups = 2048;

    // A state that falls out while it is used only means that two puts may meet at one sequence.
    private readonly BoundedCache<Guid, GroupState> _states = new(CachedGroups);

    /// <inheritdoc cref="SendAsync(SendRequest, Func{MessageGroup, bool}, CancellationToken)"/>
    public Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken) =>
        SendAsync(request, static _ => true, cancellationToken);

    /// <remarks>
    /// Cancelling is for a server that stops, and leaves the send unsettled like a time-out does: the put may be on its way.
    /// A client that goes away must not cancel, or the node would not know the end of the log.
    /// </remarks>
    /// <param name="admits">Asked once the sender is known to be a member, so that a stranger takes nothing from the members.</param>
    public async Task<SendResult> SendAsync(
        SendRequest request,
        Func<MessageGroup, bool> admits,
        CancellationToken cancellationToken
    )
    {
        using var timeout = new CancellationTokenSource(MaxDuration, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var group = await groups.FindForMemberAsync(request.MessageGroupUuid, request.SenderUuid, stop.Token);
            if (group is null)
            {
                return new SendResult.NotAMember();
            }
            if (!admits(group))
            {
                return new SendResult.NotAdmitted();
            }
            var state = _states.GetOrAdd(group.Uuid, static _ => new GroupState());
            // One put in flight a group and node: more would only meet each other at the same sequence.
            await state.Gate.EnterAsync(stop.Token);
            try
            {
                return await SendInTurnAsync(request, group, state, stop.Token);
            }
            finally
            {
                state.Gate.Leave();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new SendResult.Unsettled();
        }
    }

    private async Task<SendResult> SendInTurnAsync(
        SendRequest request,
        MessageGroup group,
        GroupState state,
        CancellationToken cancellationToken
    )
    {
        // Taken out while it is used, so that a failure on the way leaves nothing that might be wrong. Between attempts it is
        // kept: what it holds stays true, and reading it anew for each could be dozens of calls.
        var window = state.Window;
        state.Window = null;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            try
            {
                window ??= await LoadAsync(group.Uuid, Consistency.Eventual, cancellationToken);
                if (request.Base > window.LastSeq)
                {
                    // Another node has put more than this one knows of.
                    window = await LoadAsync(group.Uuid, Consistency.Strong, cancellationToken);
                }
                var settled = await TryOnceAsync(request, group, window, cancellationToken);
                if (settled is not null)
                {
                    window.Trim(MaxSuffix);
                    state.Window = window;
                    return settled;
                }
            }
            catch (StorageException exception) when (exception.Fault is StorageFault.OutcomeUnknown)
            {
                // The next attempt puts at the same sequence. If this one's put took effect, it meets its own entry there.
            }
            catch (StorageException exception)
                when (exception.Fault is StorageFault.Unavailable && attempt < MaxAttempts)
            {
                // Nothing happened.
            }
            await Task.Delay(_backoff.Of(attempt), time, cancellationToken);
        }
        return new SendResult.Unsettled();
    }

    /// <returns>Null when another message took the sequence; the window then knows it.</returns>
    private async Task<SendResult?> TryOnceAsync(
        SendRequest request,
        MessageGroup group,
        LogWindow window,
        CancellationToken cancellationToken
    )
    {
        var tail = window.LastSeq;
        if (request.Base > tail)
        {
            return new SendResult.BaseAhead(tail);
        }
        var baseSeq = request.Base ?? Math.Max(0, tail - MaxSuffix);
        if (tail - baseSeq > MaxSuffix)
        {
            return new SendResult.ResyncRequired(tail);
        }
        await ReachBackAsync(window, group.Uuid, baseSeq, cancellationToken);

        // The suffix check. Before every put, from the client's base, not from what this node happened to know: that is
        // what makes a retry on any node at any time find the message that an earlier try put.
        if (window.Find(request.SenderUuid, request.MessageUuid, baseSeq) is { } seq)
        {
            return await AnswerFromLogAsync(request, seq, cancellationToken);
        }

        var entry = Next(request, group, window.Last);
        var result = await table.WriteAsync(new Write.Put(entry.ToItem(), Condition.NotExists), cancellationToken);
        if (result is WriteResult.ConditionFailed conflict)
        {
            await WalkOnAsync(window, group.Uuid, conflict.Occupant, cancellationToken);
            // The occupant may be this very message: the engine's client put it, lost the answer and put it again.
            return window.Find(request.SenderUuid, request.MessageUuid, baseSeq) is { } taken
                ? await AnswerFromLogAsync(request, taken, cancellationToken)
                : null;
        }
        Follow(window, entry);
        // Still in the group's turn, so that what one node tells of a group is in order.
        observer?.Sent(group, entry);
        return new SendResult.Sent(entry);
    }

    private MessageEntry Next(SendRequest request, MessageGroup group, MessageEntry? last)
    {
        var now = UnixTime.From(time.GetUtcNow());
        // Later than the one before it even when this node's clock is behind or went back.
        var createdAt = last is null ? now : Math.Max(now, UnixTime.From(last.CreatedAt) + 1);
        return new MessageEntry(
            group.Uuid,
            (last?.Seq ?? 0) + 1,
            request.MessageUuid,
            request.SenderUuid,
            request.Text.Value,
            UnixTime.ToTime(createdAt),
            (last?.Counts ?? default).PlusOneBy(group.OrdinalOf(request.SenderUuid))
        );
    }

    private async Task<SendResult> AnswerFromLogAsync(
        SendRequest request,
        long seq,
        CancellationToken cancellationToken
    )
    {
        var entry =
            await log.FindAsync(request.MessageGroupUuid, seq, Consistency.Strong, cancellationToken)
            ?? throw Damaged(request.MessageGroupUuid, seq);
        return string.Equals(entry.Text, request.Text.Value, StringComparison.Ordinal)
            ? new SendResult.Sent(entry)
            : new SendResult.MessageUuidReused(seq);
    }

    // Eventually consistent reads are enough: behind an old tail the put meets the entry that is already there. But a
    // read may be newer in one place than in another, and what is remembered must have no gap.
    private async Task<LogWindow> LoadAsync(
        Guid groupUuid,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        var newest = await log.BeforeAsync(groupUuid, null, ColdRead, consistency, cancellationToken);
        return LogWindow.Of(newest.Entries)
            ?? (
                consistency == Consistency.Eventual
                    ? await LoadAsync(groupUuid, Consistency.Strong, cancellationToken)
                    : throw Damaged(groupUuid, newest.Entries[0].Seq)
            );
    }

    private async Task ReachBackAsync(
        LogWindow window,
        Guid groupUuid,
        long baseSeq,
        CancellationToken cancellationToken,
        Consistency consistency = Consistency.Eventual
    )
    {
        if (window.ReachesBackTo(baseSeq))
        {
            return;
        }
        var missing = (int)(window.FirstSeq - 1 - baseSeq);
        var older = await log.BeforeAsync(groupUuid, window.FirstSeq, missing, consistency, cancellationToken);
        if (older.Entries.Count == missing && window.TryPrepend(older.Entries))
        {
            return;
        }
        if (consistency == Consistency.Strong)
        {
            throw Damaged(groupUuid, window.FirstSeq - 1);
        }
        await ReachBackAsync(window, groupUuid, baseSeq, cancellationToken, Consistency.Strong);
    }

    /// <summary>Learns the entry that took the sequence, and those behind it.</summary>
    private async Task WalkOnAsync(
        LogWindow window,
        Guid groupUuid,
        Item? occupant,
        CancellationToken cancellationToken
    )
    {
        if (occupant is not null)
        {
            Follow(window, MessageEntry.FromItem(occupant));
        }
        var more = await log.AfterAsync(groupUuid, window.LastSeq, MaxSuffix, Consistency.Strong, cancellationToken);
        foreach (var entry in more.Entries)
        {
            Follow(window, entry);
        }
    }

    private static void Follow(LogWindow window, MessageEntry entry)
    {
        if (!window.TryAppend(entry))
        {
            throw Damaged(entry.MessageGroupUuid, entry.Seq - 1);
        }
    }

    private static StorageException Damaged(Guid groupUuid, long seq) =>
        new(
            StorageFault.Damaged,
            $"The log of a message group has a gap at {MessageEntry.KeyOf(groupUuid, seq)}. Restore it from a backup."
        );

    private sealed class GroupState
    {
        public Gate Gate { get; } = new();

        public LogWindow? Window { get; set; }
    }
}
