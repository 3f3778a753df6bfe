using System.Net.ServerSentEvents;
using System.Text.Json;
using Cruddur.Proof.Live;
using Cruddur.Proof.Simulation;

namespace Cruddur.Proof.BlackBox;

/// <summary>A live client over the wire. It mostly listens on one server, and comes back to any.</summary>
internal sealed class Listener
{
    private static readonly TimeSpan SilenceAllowed = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly BoxRun _box;
    private readonly BoxClient _client;
    private readonly int _home;
    private readonly Dice _dice;
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Listener(BoxRun box, BoxClient client, int home, Dice dice)
    {
        (_box, _client, _home, _dice) = (box, client, home, dice);
        Live = new LiveClient(
            client.User,
            async (group, after) => await client.LogAsync(() => dice.Next(box.Nodes.Count), group, after)
        );
    }

    public LiveClient Live { get; }

    public string Name => $"a client of {_client.User} at server {_home}";

    /// <summary>Over with the first heartbeat: from here on it wants every message.</summary>
    public Task Heard => _heard.Task;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var node = _box.Nodes[_dice.Chance(0.3) ? _dice.Next(_box.Nodes.Count) : _home];
            try
            {
                await node.Up.WaitAsync(stop);
                await ListenAsync(node, stop);
            }
            catch (Exception exception)
                when (exception is HttpRequestException or IOException or OperationCanceledException or TimeoutException
                )
            {
                // It was cut, or fell silent.
            }
            catch (UnexpectedAnswerException exception)
            {
                _box.Record(history => history.Failures.Add(exception.Message));
            }
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task ListenAsync(ServerNode node, CancellationToken stop)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop);
        cut.CancelAfter(SilenceAllowed);
        using var response = await _client.ListenAsync(node.Address, Live.Cursor, cut.Token);
        if (!response.IsSuccessStatusCode)
        {
            return;
        }
        await using var body = await response.Content.ReadAsStreamAsync(cut.Token);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cut.Token))
        {
            // A heartbeat comes every second; without one the server is dead or stands still.
            cut.CancelAfter(SilenceAllowed);
            if (!_box.IsCalm && _dice.Chance(0.02))
            {
                _box.Faults.Count(BoxFault.StreamCut);
                return;
            }
            await Live.TakeAsync(Read(item.EventType, JsonElement.Parse(item.Data)), item.EventId);
            if (item.EventType == "heartbeat")
            {
                _heard.TrySetResult();
                _box.Beat();
            }
        }
    }

    private static Told Read(string type, JsonElement data) =>
        type switch
        {
            "ready" => new Told.Ready(data.GetProperty("resumed").GetBoolean()),
            "reset" => new Told.Reset(),
            "inbox.changed" when data.GetProperty("message_group") is var row => new Told.Row(
                row.GetProperty("uuid").GetGuid(),
                row.GetProperty("last_seq").GetInt64(),
                row.GetProperty("read_seq").GetInt64()
            ),
            "message.created" => new Told.Message(
                data.GetProperty("message_group_uuid").GetGuid(),
                BoxClient.Message(data.GetProperty("message"))
            ),
            "read.advanced" => new Told.Read(
                data.GetProperty("message_group_uuid").GetGuid(),
                data.GetProperty("user_uuid").GetGuid(),
                data.GetProperty("read_seq").GetInt64()
            ),
            "heartbeat" => new Told.Heartbeat(data.GetProperty("digest").GetString()!),
            _ => new Told.Typing(),
        };
}
