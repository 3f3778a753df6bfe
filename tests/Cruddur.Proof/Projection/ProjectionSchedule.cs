using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Mutants;
using Cruddur.Proof.Simulation;
using Cruddur.Proof.Storage;
using Cruddur.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Proof.Projection;

/// <summary>
/// One way in which a feed may reach the projector: batches repeated, swapped and broken off, while members mark groups
/// read. Whatever the way, the inboxes are those that a rebuild from the log gives, and those that the oracle counts.
/// </summary>
internal sealed class ProjectionSchedule
{
    private const int MostMessages = 24;
    private const int MostChangesABatch = 6;

    private readonly Dice _dice;
    private readonly Mutant _mutant;
    private readonly MemoryTable _table = new();
    private readonly CrashingTable _projectorsTable;
    private readonly MachineClock _clock = new(new VirtualTime(), TimeSpan.Zero);
    private readonly Faults _faults = new(Enum.GetValues<Fault>().ToHashSet());
    private readonly History _history = new();
    private readonly List<MessageGroup> _groups = [];
    private readonly Dictionary<Guid, List<MessageEntry>> _logs = [];

    private ProjectionSchedule(int seed, Mutant mutant)
    {
        _dice = Dice.Of(seed, 0);
        _mutant = mutant;
        _projectorsTable = new CrashingTable(_table);
    }

    public static ScheduleResult Run(int seed, Mutant mutant = Mutant.None)
    {
        var schedule = new ProjectionSchedule(seed, mutant);
        // Nothing in it waits: it is over when it returns.
        return new(seed, schedule.RunAsync().GetAwaiter().GetResult(), schedule._faults.Injected);
    }

    private async Task<IReadOnlyList<Violation>> RunAsync()
    {
        await WriteLogsAsync();
        var changes = (await _table.ReadAsync(null, 1000, CancellationToken.None)).Changes;
        await ProjectAsync(Batches(changes));
        return await CompareAsync(changes);
    }

    /// <summary>Alice talks with Bob and with Carol.</summary>
    private async Task WriteLogsAsync()
    {
        var (alice, bob, carol) = (_dice.Uuid(), _dice.Uuid(), _dice.Uuid());
        var store = new MessageGroupStore(_table, _clock);
        foreach (var other in new[] { bob, carol })
        {
            var group = await store.OpenDirectAsync(alice, other, CancellationToken.None);
            _groups.Add(group);
            _logs[group.Uuid] = [];
        }
        for (var number = _dice.Next(MostMessages); number >= 0; number--)
        {
            var group = _groups[_dice.Next(_groups.Count)];
            var log = _logs[group.Uuid];
            var sender = group.Members[_dice.Next(2)];
            var send = new RecordedSend(group.Uuid, sender, _dice.Uuid(), $"message {number}", _history.NextMoment());
            var entry = new MessageEntry(
                group.Uuid,
                log.Count + 1,
                send.MessageUuid,
                sender,
                send.Text,
                DateTimeOffset.UnixEpoch.AddSeconds(log.Count + 1),
                (log.LastOrDefault()?.Counts ?? default).PlusOneBy(group.OrdinalOf(sender))
            );
            await _table.WriteAsync(new Write.Put(entry.ToItem(), Condition.NotExists), CancellationToken.None);
            log.Add(entry);
            _history.Sends.Add(send);
        }
    }

    private List<Change[]> Batches(IReadOnlyList<Change> changes)
    {
        var batches = new List<Change[]>();
        for (var start = 0; start < changes.Count; )
        {
            var length = Math.Min(_dice.Between(1, MostChangesABatch), changes.Count - start);
            batches.Add([.. changes.Skip(start).Take(length)]);
            start += length;
        }
        return batches;
    }

    private async Task ProjectAsync(List<Change[]> batches)
    {
        var saved = 0;
        for (var position = 0; position < batches.Count; )
        {
            await MaybeMarkReadAsync();
            var isSwapped = position + 1 < batches.Count && _faults.Strikes(Fault.BatchReordered, _dice);
            List<int> order = isSwapped ? [position + 1, position] : [position];
            if (_faults.Strikes(Fault.BatchRepeated, _dice))
            {
                order.Add(_dice.Next(position + 1));
            }
            if (await ApplyAllAsync(order.Select(index => batches[index])))
            {
                position += isSwapped ? 2 : 1;
                saved = _dice.Chance(0.3) ? position : saved;
            }
            else
            {
                position = saved;
            }
        }
    }

    /// <returns>False when the projector died on the way.</returns>
    private async Task<bool> ApplyAllAsync(IEnumerable<Change[]> batches)
    {
        var projector = new InboxProjector(
            _mutant.ForProjector(_projectorsTable),
            new MessageGroupStore(_table, _clock),
            _clock
        );
        foreach (var batch in batches)
        {
            _projectorsTable.WritesLeft = _faults.Strikes(Fault.CrashBetweenWrites, _dice) ? _dice.Next(4) : null;
            try
            {
                await projector.ApplyAsync(batch, CancellationToken.None);
            }
            catch (StorageException exception) when (exception.IsPassing())
            {
                return false;
            }
        }
        return true;
    }

    private async Task MaybeMarkReadAsync()
    {
        var group = _groups[_dice.Next(_groups.Count)];
        var count = _logs[group.Uuid].Count;
        if (count == 0 || !_dice.Chance(0.3))
        {
            return;
        }
        var table = _mutant.ForInbox(_table);
        var marks = new ReadMarks(
            table,
            new MessageGroupStore(table, _clock),
            new MessageLog(table),
            new InboxReader(table),
            new InboxReconciler(table, new MessageLog(table), _clock, NullLogger<InboxReconciler>.Instance),
            _clock
        );
        var (user, seq, invoked) = (group.Members[_dice.Next(2)], _dice.Between(1, count), _history.NextMoment());
        try
        {
            var marked = (MarkReadResult.Marked)await marks.MarkAsync(group.Uuid, user, seq, CancellationToken.None);
            _history.Marks.Add(new(group.Uuid, user, seq, marked.ReadSeq, invoked, _history.NextMoment()));
        }
        catch (ItemFormatException exception)
        {
            _history.Failures.Add(exception.Message);
        }
    }

    private async Task<IReadOnlyList<Violation>> CompareAsync(IReadOnlyList<Change> changes)
    {
        var rebuilt = new MemoryTable();
        var store = new MessageGroupStore(rebuilt, _clock);
        foreach (var group in _groups)
        {
            await store.OpenDirectAsync(group.FirstMember, group.SecondMember, CancellationToken.None);
        }
        await new InboxProjector(rebuilt, store, _clock).ApplyAsync(changes, CancellationToken.None);

        var differences = new List<Violation>();
        var inbox = new InboxReader(_mutant.ForInbox(_table));
        foreach (var group in _groups)
        {
            var rows = new List<InboxRow>();
            foreach (var member in group.Members)
            {
                var again = (await new InboxReader(rebuilt).FindAsync(member, group.Uuid, CancellationToken.None))!;
                var row = await inbox.FindAsync(member, group.Uuid, CancellationToken.None);
                if (row is not null)
                {
                    rows.Add(row);
                }
                // A read mark is the member's, and when a row was written its writer's; neither is in a log.
                if (
                    row is null
                    || row
                        != again with
                        {
                            ReadSeq = row.ReadSeq,
                            OthersReadCount = row.OthersReadCount,
                            ChangedAt = row.ChangedAt,
                        }
                )
                {
                    differences.Add(new(Rule.InboxIsFold, "a row is not that of a rebuild from the log"));
                }
            }
            _history.Groups.Add(new(group, [_logs[group.Uuid]], rows));
        }
        foreach (var person in _groups.SelectMany(group => group.Members).Distinct())
        {
            _history.UnreadAtRest[person] = await inbox.CountUnreadAsync(person, CancellationToken.None);
        }
        return [.. differences, .. HistoryChecker.Check(_history)];
    }
}
