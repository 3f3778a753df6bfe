using System.Text.Json;
using Cruddur.MessageGroups;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Live;
using Cruddur.Proof.Simulation;

namespace Cruddur.Proof.BlackBox;

/// <summary>
/// One device of a person: sends to one group after the other, asks any server, and repeats with the same message_uuid and
/// base until it is answered. Sometimes it marks a group read.
/// </summary>
internal sealed class Sender(BoxRun box, BoxClient client, IReadOnlyList<MessageGroup> groups, Dice dice)
{
    private const int Patience = 100;

    private readonly Dictionary<Guid, long> _seen = [];

    public async Task RunAsync()
    {
        while (box.TakeNumber() is { } number)
        {
            var group = groups[dice.Next(groups.Count)].Uuid;
            if (dice.Chance(0.1) && _seen.GetValueOrDefault(group) is > 0 and var seq)
            {
                await MarkAsync(group, seq);
            }
            await SendAsync(group, $"message {number}");
        }
    }

    private async Task SendAsync(Guid group, string text)
    {
        var uuid = dice.Uuid();
        var seen = _seen.GetValueOrDefault(group);
        var send = box.Record(history => new RecordedSend(group, client.User, uuid, text, history.NextMoment()));
        box.Record(history => history.Sends.Add(send));
        for (var attempt = 0; attempt < Patience; attempt++)
        {
            var body = new { message = text, @base = seen };
            var (node, address) = (
                box.Nodes[dice.Next(box.Nodes.Count)],
                $"/api/message_groups/{group}/messages/{uuid}"
            );
            var asking = AskAsync(node, address, body, send);
            if (!box.IsCalm && dice.Chance(0.05))
            {
                // Its answer still counts, if it comes.
                box.Faults.Count(BoxFault.ClientGaveUp);
                box.Later(asking);
            }
            else if (await asking is { } held)
            {
                _seen[group] = held.Seq;
                box.Record(history =>
                {
                    send.Outcome = SendOutcome.Acknowledged;
                    send.Completed = history.NextMoment();
                });
                break;
            }
        }
        box.Settled();
    }

    private async Task<HeldMessage?> AskAsync(ServerNode node, string address, object body, RecordedSend send)
    {
        if (await TryAsync(node, HttpMethod.Put, address, body) is not { } answer)
        {
            return null;
        }
        var held = BoxClient.Message(answer);
        box.Answered(send, held);
        return held;
    }

    private async Task MarkAsync(Guid group, long seq)
    {
        var invoked = box.Record(history => history.NextMoment());
        var node = box.Nodes[dice.Next(box.Nodes.Count)];
        var answer = await TryAsync(node, HttpMethod.Post, $"/api/message_groups/{group}/read", new { seq });
        var readSeq = answer?.GetProperty("read_seq").GetInt64();
        box.Record(history => history.Marks.Add(new(group, client.User, seq, readSeq, invoked, history.NextMoment())));
    }

    private async Task<JsonElement?> TryAsync(ServerNode node, HttpMethod method, string address, object body)
    {
        try
        {
            return await client.TryAskAsync(node.Address, method, address, body);
        }
        catch (UnexpectedAnswerException exception)
        {
            box.Record(history => history.Failures.Add(exception.Message));
            return null;
        }
    }
}
