using Cruddur.Inbox;
using Cruddur.Live;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Mutants;
using Cruddur.Proof.Simulation;
using Cruddur.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Proof.Live;

/// <summary>A live client and its connection, which is cut at one event for certain and at others by chance.</summary>
/// <param name="cutAt">The event of its first stream that is the last to leave the server; 0: it is never cut.</param>
internal sealed class CutStream(LiveWorld world, LiveClient client, int cutAt, Dice dice)
{
    /// <summary>How long the log of each group was at the first heartbeat.</summary>
    private Dictionary<Guid, long>? _atFirstHeartbeat;

    public LiveClient Client => client;

    public int Cuts { get; private set; }

    public async Task RunAsync()
    {
        await world.Time.DelayAsync(TimeSpan.FromMilliseconds(dice.Next(100)));
        var streams = 0;
        while (!world.IsOver)
        {
            await ListenAsync(isFirst: streams++ == 0);
            var isLongAway = !world.IsQuiet && dice.Chance(0.1);
            await world.Time.DelayAsync(
                isLongAway ? TimeSpan.FromSeconds(dice.Next(240)) : TimeSpan.FromMilliseconds(dice.Next(60))
            );
        }
    }

    public IEnumerable<LiveAtRest> AtRest() =>
        client.Groups.Select(pair => new LiveAtRest(
            $"the client that is cut at {cutAt}",
            pair.Key,
            pair.Value.Start,
            _atFirstHeartbeat?.GetValueOrDefault(pair.Key) ?? 0,
            pair.Value.Messages
        ));

    private async Task ListenAsync(bool isFirst)
    {
        var rows = world.RowsFor(dice);
        if (world.Mutant == Mutant.SnapshotBeforeSubscription)
        {
            var query = new Query(InboxRow.PartitionOf(client.User), SortRange.All, 1000, Consistency.Strong);
            rows = new EarlyRows(rows, await rows.QueryAsync(query, CancellationToken.None));
        }
        using var subscription = world.Hub.Subscribe(client.User, sessionUuid: null, static () => { })!;
        var snapshots = new LiveSnapshots(new InboxReader(rows), world.Epoch, world.StreamClock);
        var events = new LiveStreams(snapshots, NullLogger<LiveStreams>.Instance).RunAsync(
            subscription,
            client.Cursor,
            static _ => new ValueTask<bool>(true),
            CancellationToken.None
        );
        var count = 0;
        await foreach (var sent in events)
        {
            // As they go over the wire: a stream may be cut between two rows.
            foreach (var told in Split(sent.Event))
            {
                var isCut = IsCut(isFirst, ++count);
                Cuts += isCut ? 1 : 0;
                if (isCut && dice.Chance(0.5))
                {
                    // It had left the server, and did not arrive.
                    return;
                }
                await client.TakeAsync(told, world.Mutant == Mutant.NoEventIds ? null : sent.Cursor.ToString());
                if (told is Told.Heartbeat)
                {
                    _atFirstHeartbeat ??= world.LogLengths();
                }
                if (isCut)
                {
                    return;
                }
            }
        }
    }

    private bool IsCut(bool isFirst, int count) =>
        cutAt > 0 && !world.IsQuiet && (isFirst ? count == cutAt : dice.Chance(0.1));

    private static IEnumerable<Told> Split(LiveEvent @event) =>
        @event switch
        {
            LiveEvent.Ready ready => [new Told.Ready(ready.IsResumed)],
            LiveEvent.Reset => [new Told.Reset()],
            LiveEvent.InboxChanged changed => changed.Rows.Select(row => new Told.Row(
                row.MessageGroupUuid,
                row.LastSeq,
                row.ReadSeq
            )),
            LiveEvent.MessageCreated { Entry: var entry } =>
            [
                new Told.Message(entry.MessageGroupUuid, LiveRules.Held(entry)),
            ],
            LiveEvent.ReadAdvanced read => [new Told.Read(read.MessageGroupUuid, read.UserUuid, read.ReadSeq)],
            LiveEvent.Typing => [new Told.Typing()],
            LiveEvent.Heartbeat heartbeat => [new Told.Heartbeat(heartbeat.Digest)],
            _ => throw new InvalidOperationException($"Unknown event {@event.GetType().Name}."),
        };
}
