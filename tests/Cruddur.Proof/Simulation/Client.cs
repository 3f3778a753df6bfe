using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Proof.Histories;
using Cruddur.Storage;

namespace Cruddur.Proof.Simulation;

/// <summary>A person's device: does its steps one after the other, and tries again, on any node, what it got no answer to.</summary>
internal sealed class Client(SimulatedSystem system, int seed, int number)
{
    private const int Patience = 8;

    private static readonly TimeSpan PauseBetweenSteps = TimeSpan.FromMilliseconds(150);

    private readonly Guid _person = system.People[number % system.People.Count];
    private readonly Dictionary<Guid, long> _seen = [];
    private readonly List<(RecordedSend Send, SendRequest Request)> _settled = [];

    public async Task RunAsync(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            var dice = Dice.Of(seed, number, step.Number);
            // At a time of its own, if the steps before it do not take longer: it stays when they are left out.
            var due = PauseBetweenSteps * step.Number + TimeSpan.FromMilliseconds(dice.Next(150)) - system.Time.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await system.Time.DelayAsync(due);
            }
            var mine = system.Groups.Where(group => group.HasMember(_person)).ToList();
            await ActAsync(step, mine[dice.Next(mine.Count)], dice);
        }
    }

    private Task ActAsync(Step step, MessageGroup group, Dice dice)
    {
        // What this device has seen, or less.
        var seen = Math.Max(0, _seen.GetValueOrDefault(group.Uuid) - dice.Next(4));
        var text = Texts.Any(dice, number * 100 + step.Number);
        var again = _settled.Count == 0 ? default : _settled[dice.Next(_settled.Count)];
        return step.Act switch
        {
            Act.Send => SendNewAsync(step, group.Uuid, dice.Chance(0.1) ? null : seen, text, dice),
            Act.SendAhead => SendNewAsync(step, group.Uuid, seen + 1000, text, dice),
            Act.SendToStrangers => SendNewAsync(
                step,
                system.Groups.First(other => !other.HasMember(_person)).Uuid,
                seen,
                text,
                dice
            ),
            Act.SendAgain when again.Send is not null => SendAsync(step, again.Send, again.Request),
            Act.SendOther when again.Send is not null => SendNewAsync(
                step,
                again.Request.MessageGroupUuid,
                again.Request.Base,
                text,
                dice,
                again.Request.MessageUuid
            ),
            Act.ReadLog => ReadLogAsync(step, group.Uuid, seen, dice.Between(1, 20)),
            Act.ReadInbox => ReadInboxAsync(step, group.Uuid),
            Act.MarkRead => MarkReadAsync(step, group.Uuid, Math.Max(1, seen)),
            _ => Task.CompletedTask,
        };
    }

    private Task SendNewAsync(Step step, Guid group, long? baseSeq, string text, Dice dice, Guid? messageUuid = null)
    {
        var send = new RecordedSend(group, _person, messageUuid ?? dice.Uuid(), text, system.History.NextMoment());
        system.History.Sends.Add(send);
        if (MessageText.Parse(text) is MessageTextResult.Valid { Text: var valid })
        {
            return SendAsync(step, send, new SendRequest(group, _person, send.MessageUuid, baseSeq, valid));
        }
        // No node would take it.
        Settle(send, SendOutcome.Refused);
        return Task.CompletedTask;
    }

    private async Task SendAsync(Step step, RecordedSend send, SendRequest request)
    {
        var isOpen = send.Outcome == SendOutcome.Unknown;
        for (var attempt = 0; attempt < Patience; attempt++)
        {
            var result = await AskAsync(step, attempt, (node, errand) => SendOnceAsync(node, errand, send, request));
            if (result is SendResult.Sent sent)
            {
                Saw(request.MessageGroupUuid, sent.Entry.Seq);
                if (isOpen)
                {
                    Settle(send, SendOutcome.Acknowledged);
                    _settled.Add((send, request));
                }
                return;
            }
            if (result is not (null or SendResult.Unsettled))
            {
                // Behind a try without an answer a refusal says nothing: that one may be what it is refused for.
                if (isOpen && attempt == 0)
                {
                    Settle(send, SendOutcome.Refused);
                }
                return;
            }
        }
    }

    private static async Task<SendResult?> SendOnceAsync(
        Node node,
        Errand errand,
        RecordedSend send,
        SendRequest request
    )
    {
        try
        {
            var result = await node.Send(request, CancellationToken.None);
            if (result is SendResult.Sent sent)
            {
                // Recorded though the client may have gone: what a node says is true for ever.
                send.Answers.Add(sent.Entry);
            }
            return result;
        }
        finally
        {
            send.TableCalls = Math.Max(send.TableCalls, errand.TableCalls);
        }
    }

    private async Task ReadLogAsync(Step step, Guid group, long after, int limit)
    {
        var invoked = system.History.NextMoment();
        var entries = await AskUntilAnsweredAsync(
            step,
            async node =>
                (await node.Log.AfterAsync(group, after, limit, Consistency.Strong, CancellationToken.None)).Entries
        );
        if (entries is not null)
        {
            system.History.Reads.Add(new(group, after, limit, entries, invoked, system.History.NextMoment()));
            Saw(group, entries.Count == 0 ? 0 : entries[^1].Seq);
        }
    }

    private async Task ReadInboxAsync(Step step, Guid group)
    {
        var invoked = system.History.NextMoment();
        var rows = await AskUntilAnsweredAsync(
            step,
            async node => (await node.Inbox.ListAsync(_person, null, 100, CancellationToken.None)).Rows
        );
        system.History.Rows.AddRange(
            (rows ?? []).Select(shown => new RecordedRow(shown, IsStrong: false, invoked, system.History.NextMoment()))
        );
        invoked = system.History.NextMoment();
        var row = await AskUntilAnsweredAsync(
            step,
            node => node.Inbox.FindAsync(_person, group, CancellationToken.None)
        );
        if (row is not null)
        {
            system.History.Rows.Add(new(row, IsStrong: true, invoked, system.History.NextMoment()));
        }
    }

    private async Task MarkReadAsync(Step step, Guid group, long seq)
    {
        var invoked = system.History.NextMoment();
        var result = await AskUntilAnsweredAsync(
            step,
            node => node.Marks.MarkAsync(group, _person, seq, CancellationToken.None)
        );
        var readSeq = (result as MarkReadResult.Marked)?.ReadSeq;
        system.History.Marks.Add(new(group, _person, seq, readSeq, invoked, system.History.NextMoment()));
    }

    private async Task<T?> AskUntilAnsweredAsync<T>(Step step, Func<Node, Task<T>> ask)
        where T : class?
    {
        T? answer = null;
        for (var attempt = 0; answer is null && attempt < Patience; attempt++)
        {
            answer = await AskAsync<T>(step, attempt, async (node, _) => await ask(node));
        }
        return answer;
    }

    /// <returns>Null when there was no answer, or the client did not wait for it.</returns>
    private async Task<T?> AskAsync<T>(Step step, int attempt, Func<Node, Errand, Task<T?>> ask)
        where T : class?
    {
        var dice = Dice.Of(seed, number, step.Number, attempt + 1);
        if (attempt > 0)
        {
            await system.Network.LatencyAsync(dice, 200);
        }
        var node = system.AnyNode(dice);
        var errand = new Errand($"client {number}, step {step.Number} ({step.Act}), try {attempt + 1}", dice);
        var answer = errand.RunAsync(() => AnswerAsync(node, errand, ask));
        if (system.Faults.Strikes(Fault.ClientGaveUp, dice))
        {
            await Task.WhenAny(answer, node.Machine.Died, system.Network.LatencyAsync(dice, 40));
        }
        else
        {
            await Task.WhenAny(answer, node.Machine.Died);
        }
        var result = answer.IsCompleted ? await answer : null;
        system.Network.Note(errand, Told(result));
        return result;
    }

    private async Task<T?> AnswerAsync<T>(Node node, Errand errand, Func<Node, Errand, Task<T?>> ask)
        where T : class?
    {
        try
        {
            return await ask(node, errand);
        }
        catch (StorageException exception) when (exception.IsPassing())
        {
            return null;
        }
        catch (Exception exception)
        {
            system.History.Failures.Add($"{errand.Name}: {exception.Message}");
            return null;
        }
    }

    private static string Told<T>(T? answer) =>
        answer switch
        {
            null => "no answer",
            SendResult.Sent sent => $"sent, at {sent.Entry.Seq}",
            _ => answer.GetType().Name,
        };

    private void Settle(RecordedSend send, SendOutcome outcome)
    {
        send.Outcome = outcome;
        send.Completed = system.History.NextMoment();
    }

    private void Saw(Guid group, long seq) => _seen[group] = Math.Max(seq, _seen.GetValueOrDefault(group));
}
