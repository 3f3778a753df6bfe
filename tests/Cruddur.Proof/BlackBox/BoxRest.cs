using System.Diagnostics;
using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Live;
using Cruddur.Storage;

namespace Cruddur.Proof.BlackBox;

/// <summary>How everything is when nothing is on its way any more.</summary>
internal sealed class BoxRest(ITable table, IReadOnlyList<MessageGroup> groups, IReadOnlyList<Listener> listeners)
{
    private const int Servers = 3;

    private readonly InboxReader _inbox = new(table);

    /// <summary>Until inboxes and live clients are at the ends of the logs; what is not by then is judged as it is.</summary>
    public async Task WaitAsync(Func<Task> nextBeat, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < patience)
        {
            var beat = nextBeat();
            if (await IsAtRestAsync())
            {
                return;
            }
            await beat.WaitAsync(BoxRun.Patience);
        }
    }

    /// <param name="logOf">A group's log as one of the servers gives it.</param>
    public async Task RecordAsync(
        History history,
        IReadOnlyList<(RecordedSend Send, HeldMessage Held)> answers,
        Func<MessageGroup, int, Task<List<HeldMessage>>> logOf
    )
    {
        foreach (var group in groups)
        {
            var log = await TableAtRest.LogAsync(table, group.Uuid);
            var logs = new List<IReadOnlyList<MessageEntry>> { log };
            for (var server = 0; server < Servers; server++)
            {
                logs.Add([.. (await logOf(group, server)).Select(held => held.In(group.Uuid, log))]);
            }
            foreach (var (send, held) in answers.Where(answer => answer.Send.Group == group.Uuid))
            {
                send.Answers.Add(held.In(group.Uuid, log));
            }
            await TableAtRest.RecordAsync(history, table, group, logs);
            foreach (var listener in listeners.Where(listener => group.HasMember(listener.Live.User)))
            {
                // All were there before the first message.
                var held = listener.Live.Groups.GetValueOrDefault(group.Uuid) ?? new HeldGroup();
                history.Lives.Add(new(listener.Name, group.Uuid, held.Start, LatestStart: 0, held.Messages));
            }
        }
        history.Failures.AddRange(listeners.SelectMany(listener => listener.Live.Complaints));
    }

    private async Task<bool> IsAtRestAsync()
    {
        foreach (var group in groups)
        {
            var end = (await TableAtRest.LogAsync(table, group.Uuid)).Count;
            foreach (var member in group.Members)
            {
                var row = await _inbox.FindAsync(member, group.Uuid, CancellationToken.None);
                if (row?.LastSeq != end)
                {
                    return false;
                }
            }
            var isBehind = listeners
                .Where(listener => group.HasMember(listener.Live.User))
                .Any(listener =>
                    !listener.Live.AgreedAtHeartbeat
                    || !listener.Live.Groups.TryGetValue(group.Uuid, out var held)
                    || held.End != end
                );
            if (isBehind)
            {
                return false;
            }
        }
        return true;
    }
}
