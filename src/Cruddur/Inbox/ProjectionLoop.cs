using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;
using Microsoft.Extensions.Logging;

namespace Cruddur.Inbox;

/// <summary>
/// Feeds the projector from a change feed in this process, from where it stopped, for as long as the process runs.
/// </summary>
public sealed partial class ProjectionLoop(
    ITable table,
    IChangeFeed feed,
    InboxProjector projector,
    TimeProvider time,
    ILogger<ProjectionLoop> logger
) : IProjection
{
    private const int BatchSize = 1000;

    // Under load each member's row is written once for the messages of this long, not once for each. A first message
    // after a pause is followed at once. The machine's clock, as this is about its work and not about times in messages.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(30);
    private static readonly TimeProvider PaceClock = TimeProvider.System;

    // Saving costs a write unit, so seldom: a message between two people must not cost four. What came since is applied
    // again after a crash, which changes nothing and takes a second; and is kept in the feed until then.
    private const int ChangesBetweenSaves = 10_000;
    private static readonly TimeSpan MostBetweenSaves = TimeSpan.FromHours(1);

    private readonly RecordApplier _applier = new(table, projector, time, logger);
    private readonly FaultStreak _faults = new(firstPause: TimeSpan.FromMilliseconds(500));
    private string? _position;
    private string? _saved;
    private DateTimeOffset _savedAt;
    private int _unsaved;
    private long _appliedAt;

    /// <summary>The position up to which all changes are applied and the position is durable.</summary>
    public string? SavedPosition => Volatile.Read(ref _saved);

    /// <summary>Whether the last try failed: inboxes stay behind the log until one succeeds.</summary>
    public bool IsFailing => _faults.IsGoingOn;

    /// <summary>
    /// Runs until cancelled, and then saves its position. Any failure is told and the batch tried again, as applying twice is
    /// harmless: a projector that gave up would leave every inbox behind without a word.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (!started)
                {
                    await StartAsync(cancellationToken);
                    started = true;
                }
                await StepAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                if (_faults.Add(exception))
                {
                    LogFailed(exception);
                }
                await Task.Delay(_faults.Pause, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await SaveAtStopAsync();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var found = await table.GetAsync(ProjectorPosition.Key, Consistency.Strong, cancellationToken);
        _position = found.Item is null ? null : ProjectorPosition.FromItem(found.Item);
        _saved = _position;
        _savedAt = time.GetUtcNow();
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        var page = await feed.ReadAsync(_position, BatchSize, cancellationToken);
        if (page.Trimmed)
        {
            // Before the position moves behind what was lost.
            await LostChanges.MarkAsync(table, time, cancellationToken);
            LogTrimmed();
        }
        var applied = await ApplyAsync(page, cancellationToken);
        _position = page.Next;
        // Saving is a change in the feed too, and no reason to save again.
        _unsaved += page.Changes.Count(change => change.Key != ProjectorPosition.Key);
        if (_unsaved >= ChangesBetweenSaves || (_unsaved > 0 && time.GetUtcNow() - _savedAt >= MostBetweenSaves))
        {
            await SaveAsync(cancellationToken);
        }
        _faults.End();
        if (page.Changes.Count == 0)
        {
            await WaitAsync(cancellationToken);
        }
        else if (applied > 0)
        {
            await PaceAsync(cancellationToken);
        }
    }

    /// <returns>How many entries there were.</returns>
    private async Task<int> ApplyAsync(ChangePage page, CancellationToken cancellationToken)
    {
        try
        {
            return await projector.ApplyAsync(page.Changes, cancellationToken);
        }
        catch (ItemFormatException)
        {
            // One can never be applied. It is set aside, so that the others are; what was applied already may be again.
            var records = await ReadOneByOneAsync(page.Changes.Count, cancellationToken);
            return await _applier.ApplyAsync(records, cancellationToken) is { } unapplied
                ? throw unapplied.Cause
                : records.Count;
        }
    }

    /// <summary>The changes of a page, each with its own position: the name under which it is set aside, the same each time.</summary>
    private async Task<IReadOnlyList<StreamRecord>> ReadOneByOneAsync(int count, CancellationToken cancellationToken)
    {
        var records = new List<StreamRecord>(count);
        for (var position = _position; records.Count < count; )
        {
            var one = await feed.ReadAsync(position, limit: 1, cancellationToken);
            position = one.Next!;
            records.Add(new StreamRecord(position, position, one.Changes[0]));
        }
        return records;
    }

    /// <summary>For a change, or until what is not saved yet has to be.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var change = feed.WaitAsync(_position, cancellationToken);
        if (_unsaved == 0)
        {
            await change;
            return;
        }
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var due = _savedAt + MostBetweenSaves - time.GetUtcNow();
        var pause = Task.Delay(due > TimeSpan.Zero ? due : TimeSpan.Zero, time, ended.Token);
        await await Task.WhenAny(change, pause);
        await ended.CancelAsync();
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        await table.WriteAsync(new Write.Put(ProjectorPosition.ToItem(_position!), Condition.None), cancellationToken);
        _unsaved = 0;
        _savedAt = time.GetUtcNow();
        Volatile.Write(ref _saved, _position);
    }

    private async Task SaveAtStopAsync()
    {
        try
        {
            if (_unsaved > 0)
            {
                await SaveAsync(CancellationToken.None);
            }
        }
        catch (StorageException exception)
        {
            LogFailed(exception);
        }
    }

    private async Task PaceAsync(CancellationToken cancellationToken)
    {
        var rest = Pace - PaceClock.GetElapsedTime(_appliedAt);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, PaceClock, cancellationToken);
        }
        _appliedAt = PaceClock.GetTimestamp();
    }

    [LoggerMessage(3000, LogLevel.Error, "Inboxes could not follow the log; trying again.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(
        3001,
        LogLevel.Warning,
        "The change feed no longer has all changes since inboxes last followed it; all inboxes are compared with the log."
    )]
    private partial void LogTrimmed();
}
