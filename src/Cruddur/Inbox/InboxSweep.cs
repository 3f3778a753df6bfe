using Cruddur.MessageGroups;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.Extensions.Logging;

namespace Cruddur.Inbox;

/// <summary>
/// Compares every inbox with the log, slowly and again and again, and at once when the feed lost changes. Of several
/// servers one does it at a time: not for safety, as repairs are safe side by side, but for what it costs.
/// </summary>
/// <param name="interval">From the beginning of one sweep to that of the next; zero for only after a loss.</param>
/// <param name="readUnitsASecond">How much it may read.</param>
public sealed partial class InboxSweep(
    ITable table,
    IUserDirectory directory,
    InboxReconciler reconciler,
    TimeSpan interval,
    int readUnitsASecond,
    TimeProvider time,
    ILogger<InboxSweep> logger
)
{
    private const int PeopleAPage = 25;
    private const int RowsAPage = 100;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(100);

    // Its own, as the server's remembers the groups in which people talk.
    private readonly MessageGroupStore _groups = new(table, time);

    private SweepState? _state;
    private DateTimeOffset _renewed;
    private bool _isLost;
    private double _owedSeconds;

    /// <summary>Runs until cancelled. A failure is logged, and the sweep goes on from there at the next look.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // First the pause: a server that starts has better things to do.
            await Task.Delay(LookInterval, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!cancellationToken.IsCancellationRequested && await TakeAsync(cancellationToken) is { } state)
                {
                    await SweepAsync(state, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The lease runs out by itself.
            }
            catch (Exception exception)
            {
                LogFailed(exception);
            }
        }
    }

    /// <returns>Null when nothing is due, or somebody else does it.</returns>
    private async Task<SweepState?> TakeAsync(CancellationToken cancellationToken)
    {
        // The mark before the state: a sweep answers only what it saw before it began.
        var lost = await LostChanges.FindAsync(table, cancellationToken);
        var found = await table.GetAsync(SweepState.Key, Consistency.Strong, cancellationToken);
        var before = found.Item is null ? null : SweepState.FromItem(found.Item);
        var now = time.GetUtcNow();
        if (before is not null && !before.IsDone && before.LeaseUntil > now)
        {
            return null;
        }
        var fence = (before?.Fence ?? 0) + 1;
        var next =
            before is { IsDone: false } && before.Answers == lost ? before with { Fence = fence }
            : IsDue(before, lost, now)
                ? new SweepState(fence, LeaseUntil: now, BegunAt: now, IsDone: false, Position: null, lost)
            : null;
        if (next is null)
        {
            return null;
        }
        next = next with { LeaseUntil = now + LeaseTime };
        return await table.WriteAsync(next.Follow(before), cancellationToken) is WriteResult.Written ? next : null;
    }

    private bool IsDue(SweepState? before, long? lost, DateTimeOffset now) =>
        before?.Answers != lost || (interval > TimeSpan.Zero && (before is null || now - before.BegunAt >= interval));

    private async Task SweepAsync(SweepState taken, CancellationToken cancellationToken)
    {
        LogBegun(taken.Position is not null);
        _state = taken;
        _renewed = time.GetUtcNow();
        _isLost = false;
        var repaired = 0L;
        while (!_state.IsDone)
        {
            var people = await directory.ListAsync(_state.Position, PeopleAPage, cancellationToken);
            await PayAsync(people.Cost, cancellationToken);
            foreach (var userUuid in people.Uuids)
            {
                repaired += await SweepInboxAsync(userUuid, cancellationToken);
            }
            _state = _state with { Position = people.Next, IsDone = people.Next is null };
            if (!await RenewWhenDueAsync(cancellationToken))
            {
                LogTaken();
                return;
            }
        }
        LogDone(repaired);
    }

    /// <returns>Whether it is still this server that sweeps.</returns>
    private async Task<bool> RenewWhenDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_isLost || (!_state!.IsDone && now - _renewed < RenewInterval))
        {
            return !_isLost;
        }
        _renewed = now;
        _state = _state with { LeaseUntil = now + LeaseTime };
        _isLost = await table.WriteAsync(_state.Follow(_state), cancellationToken) is not WriteResult.Written;
        return !_isLost;
    }

    /// <returns>How many rows were repaired.</returns>
    private async Task<long> SweepInboxAsync(Guid userUuid, CancellationToken cancellationToken)
    {
        var repaired = 0L;
        var query = new Query(InboxRow.PartitionOf(userUuid), SortRange.All, RowsAPage, Consistency.Eventual);
        for (Page? page = null; page is null || page.Next is not null; )
        {
            page = await table.QueryAsync(query with { After = page?.Next }, cancellationToken);
            await PayAsync(page.Cost, cancellationToken);
            foreach (var row in page.Items)
            {
                // Somebody may have very many. When the lease is lost, this inbox is brought to its end all the same.
                await RenewWhenDueAsync(cancellationToken);
                try
                {
                    repaired += await SweepGroupAsync(userUuid, row.Key, cancellationToken);
                }
                catch (ItemFormatException exception)
                {
                    // One that cannot be read must not keep all others from being looked at.
                    LogUnreadable(userUuid, exception);
                }
            }
        }
        return repaired;
    }

    /// <summary>All rows of a group from that of its first member; from the other's only whether the first has one.</summary>
    private async Task<long> SweepGroupAsync(Guid userUuid, Key row, CancellationToken cancellationToken)
    {
        var group =
            await _groups.FindAsync(InboxRow.GroupOf(row), cancellationToken)
            ?? throw new ItemFormatException($"There is no {MessageGroup.KeyOf(InboxRow.GroupOf(row))} for {row}.");
        // For the head, a small item read strongly. Those that are remembered are paid for too: it is a bound.
        await PayAsync(new Cost(1, 0), cancellationToken);
        if (userUuid == group.FirstMember)
        {
            var ofFirst = await ReconcileAsync(group, group.FirstMember, cancellationToken);
            return ofFirst + await ReconcileAsync(group, group.SecondMember, cancellationToken);
        }
        var first = await table.GetAsync(
            InboxRow.KeyOf(group.FirstMember, group.Uuid),
            Consistency.Eventual,
            cancellationToken
        );
        await PayAsync(first.Cost, cancellationToken);
        return first.Item is null ? await ReconcileAsync(group, group.FirstMember, cancellationToken) : 0;
    }

    private async Task<long> ReconcileAsync(MessageGroup group, Guid userUuid, CancellationToken cancellationToken)
    {
        // Half price first; what looks wrong is read again to be sure.
        var seen = await reconciler.CheckAsync(group, userUuid, Consistency.Eventual, cancellationToken);
        await PayAsync(seen.Cost, cancellationToken);
        if (seen is not Reconciliation.Wrong)
        {
            return 0;
        }
        var repair = await reconciler.RepairAsync(group, userUuid, cancellationToken);
        await PayAsync(repair.Cost, cancellationToken);
        return repair is Reconciliation.Repaired ? 1 : 0;
    }

    /// <summary>Waits as long as the reads should have taken.</summary>
    private async Task PayAsync(Cost cost, CancellationToken cancellationToken)
    {
        _owedSeconds += cost.ReadUnits / readUnitsASecond;
        if (_owedSeconds >= LeastPause.TotalSeconds)
        {
            var pause = TimeSpan.FromSeconds(_owedSeconds);
            _owedSeconds = 0;
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    [LoggerMessage(3042, LogLevel.Information, "Comparing all inboxes with the log (goes on: {GoesOn}).")]
    private partial void LogBegun(bool goesOn);

    [LoggerMessage(
        3043,
        LogLevel.Information,
        "All inboxes were compared with the log; {Repaired} rows were repaired."
    )]
    private partial void LogDone(long repaired);

    [LoggerMessage(3044, LogLevel.Information, "Another server has taken over comparing inboxes with the log.")]
    private partial void LogTaken();

    [LoggerMessage(
        3045,
        LogLevel.Error,
        "An inbox row of the user {UserUuid} could not be compared with the log: something it needs cannot be read."
    )]
    private partial void LogUnreadable(Guid userUuid, Exception exception);

    [LoggerMessage(3046, LogLevel.Error, "Comparing all inboxes with the log failed; it goes on from there soon.")]
    private partial void LogFailed(Exception exception);
}
