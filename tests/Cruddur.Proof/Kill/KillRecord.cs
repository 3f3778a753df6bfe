using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Proof.BlackBox;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Live;

namespace Cruddur.Proof.Kill;

/// <summary>What the devices of a run did and were told, until the log is there to make a history of it.</summary>
internal sealed class KillRecord
{
    private readonly Lock _lock = new();
    private readonly History _history = new();
    private readonly Progress _progress = new();
    private readonly List<(RecordedSend Send, HeldMessage Held)> _answers = [];
    private readonly List<(IReadOnlyList<HeldMessage> Log, long Invoked, long Completed)> _reads = [];

    public bool HasFailed
    {
        get
        {
            lock (_lock)
            {
                return _history.Failures.Count > 0;
            }
        }
    }

    /// <summary>The last sequence that anybody was answered with.</summary>
    public long NewestAcknowledged
    {
        get
        {
            lock (_lock)
            {
                return _answers.Max(answer => answer.Held.Seq);
            }
        }
    }

    public RecordedSend Begin(Guid group, Guid sender, Guid messageUuid, string text)
    {
        lock (_lock)
        {
            var send = new RecordedSend(group, sender, messageUuid, text, _history.NextMoment());
            _history.Sends.Add(send);
            return send;
        }
    }

    public void Acknowledge(RecordedSend send, HeldMessage held)
    {
        lock (_lock)
        {
            _answers.Add((send, held));
            send.Outcome = SendOutcome.Acknowledged;
            send.Completed = _history.NextMoment();
        }
        _progress.Step();
    }

    public void Fail(string what)
    {
        lock (_lock)
        {
            _history.Failures.Add(what);
        }
    }

    /// <summary>Over with so many more answers.</summary>
    public Task AcknowledgedAsync(int more)
    {
        lock (_lock)
        {
            return _progress.ReachedAsync(_answers.Count + more);
        }
    }

    /// <summary>Reads all that the server has of a group.</summary>
    public async Task<IReadOnlyList<HeldMessage>> ReadAsync(BoxClient person, Guid group)
    {
        var invoked = Moment();
        var log = await person.LogAsync(() => 0, group, 0);
        var completed = Moment();
        lock (_lock)
        {
            _reads.Add((log, invoked, completed));
        }
        return log;
    }

    public History Finish(MessageGroup group, IReadOnlyList<MessageEntry> log)
    {
        foreach (var (send, held) in _answers)
        {
            send.Answers.Add(held.In(group.Uuid, log));
        }
        _history.Reads.AddRange(
            _reads.Select(read => new RecordedRead(
                group.Uuid,
                After: 0,
                Limit: int.MaxValue,
                [.. read.Log.Select(held => held.In(group.Uuid, log))],
                read.Invoked,
                read.Completed
            ))
        );
        return _history;
    }

    private long Moment()
    {
        lock (_lock)
        {
            return _history.NextMoment();
        }
    }
}
