using Cruddur.Inbox;
using Cruddur.Live;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Mutants;
using Cruddur.Proof.Simulation;
using Cruddur.Proof.Storage;
using Cruddur.Runtime;
using Cruddur.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Proof.Live;

/// <summary>
/// Two nodes over one table, and clients of one user who all listen on the first: each is cut at another event. What the
/// second node does is heard of by the table's feed alone.
/// </summary>
internal sealed class LiveWorld
{
    private const int Clients = 24;
    private const int Acts = 14;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongerThanAnythingTakes = TimeSpan.FromMinutes(10);

    private readonly Dice _dice;
    private readonly bool _losesHints;
    private readonly int _seed;
    private readonly MemoryTable _table = new();
    private readonly MessageLog _log;
    private readonly MessageGroupStore _groupStore;
    private readonly LivePublisher _publisher;
    private readonly (MessageSender Sender, ReadMarks Marks)[] _nodes;
    private readonly Guid[] _people;
    private readonly List<CutStream> _streams;
    private readonly List<MessageGroup> _groups = [];
    private readonly Dictionary<Guid, long> _lengths = [];
    private int _texts;

    public LiveWorld(int seed, Mutant mutant)
    {
        (_seed, Mutant) = (seed, mutant);
        _dice = Dice.Of(seed, -1);
        _losesHints = _dice.Chance(0.3);
        _people = [_dice.Uuid(), _dice.Uuid(), _dice.Uuid()];
        _log = new MessageLog(_table);
        StreamClock = Clock();
        Hub = new LiveHub(StreamClock, int.MaxValue, bufferedEvents: 256, Heartbeat);
        _groupStore = new MessageGroupStore(_table, StreamClock);
        _publisher = new LivePublisher(Hub, _groupStore, NullLogger<LivePublisher>.Instance);
        Epoch = new StoreEpoch(_table, new UuidSource(StreamClock));
        _nodes = [Node(StreamClock, _publisher), Node(Clock(), observer: null)];
        _streams =
        [
            .. Enumerable
                .Range(0, Clients)
                .Select(cutAt => new CutStream(this, new LiveClient(Watcher, FetchAsync), cutAt, Dice.Of(seed, cutAt))),
        ];
    }

    public VirtualTime Time { get; } = new();

    public Mutant Mutant { get; }

    public History History { get; } = new();

    public LiveHub Hub { get; }

    public StoreEpoch Epoch { get; }

    public TimeProvider StreamClock { get; }

    /// <summary>Nothing happens any more, and no stream is cut.</summary>
    public bool IsQuiet { get; private set; }

    public bool IsOver { get; private set; }

    public long Cuts => _streams.Sum(stream => stream.Cuts);

    public long Messages { get; private set; }

    private Guid Watcher => _people[0];

    public ITable RowsFor(Dice dice) => new SlowTable(_table, Time, dice);

    public Dictionary<Guid, long> LogLengths() => new(_lengths);

    public async Task RunAsync()
    {
        await Epoch.LoadAsync(CancellationToken.None);
        foreach (var other in _people.Skip(1))
        {
            _groups.Add(await _groupStore.OpenDirectAsync(Watcher, other, CancellationToken.None));
        }
        var projecting = FollowAsync(ProjectAsync, 1, () => IsQuiet);
        var telling = FollowAsync(TellAsync, 2, () => projecting.IsCompleted);
        await ActAsync(Acts / 3);
        var listening = _streams.Select(stream => stream.RunAsync()).ToList();
        await ActAsync(Acts);
        IsQuiet = true;
        await telling;
        await Time.DelayAsync(LongerThanAnythingTakes);
        if (!_losesHints)
        {
            // Everything was told at once, so that it does not take a heartbeat to know it.
            await RecordAsync();
        }
        await BeatAsync();
        await BeatAsync();
        await RecordAsync();
        foreach (var stream in _streams)
        {
            History.Failures.AddRange(stream.Client.Complaints);
            if (!stream.Client.AgreedAtHeartbeat)
            {
                History.Failures.Add("a client differs from the heartbeat's digest at rest");
            }
        }
        IsOver = true;
        Hub.CloseAll();
        await Task.WhenAll(listening);
    }

    private (MessageSender Sender, ReadMarks Marks) Node(TimeProvider clock, ILiveObserver? observer)
    {
        var inbox = new InboxReader(_table);
        var reconciler = new InboxReconciler(_table, _log, clock, NullLogger<InboxReconciler>.Instance);
#pragma warning disable CA5394 // Nobody guesses at a backoff.
        var random = new Random(_seed);
#pragma warning restore CA5394
        return (
            new MessageSender(_table, _groupStore, _log, clock, random, observer),
            new ReadMarks(_table, _groupStore, _log, inbox, reconciler, clock, observer)
        );
    }

    private MachineClock Clock() => new(Time, TimeSpan.FromSeconds(_dice.Between(-60, 60)));

    private async Task ActAsync(int acts)
    {
        for (var act = 0; act < acts; act++)
        {
            var node = _nodes[_dice.Next(_nodes.Length)];
            var group = _groups[_dice.Next(_groups.Count)];
            var person = _dice.Chance(0.3) ? Watcher : group.OtherThan(Watcher);
            switch (_dice.Next(20))
            {
                case < 13:
                    await SendAsync(node.Sender, group, person);
                    break;
                case < 17 when _lengths.GetValueOrDefault(group.Uuid) is > 0 and var length:
                    var seq = _dice.Between(1, (int)length);
                    await MarkAsync(node.Marks, group, person, seq);
                    break;
                case < 19:
                    _publisher.Typing(group, group.OtherThan(Watcher));
                    break;
                default:
                    // Longer than a cursor's margin, sometimes, so that what it leaves out matters.
                    await Time.DelayAsync(TimeSpan.FromSeconds(_dice.Next(300)));
                    await BeatAsync();
                    break;
            }
            await Time.DelayAsync(TimeSpan.FromMilliseconds(_dice.Next(20)));
        }
    }

    private async Task SendAsync(MessageSender sender, MessageGroup group, Guid person)
    {
        var send = new RecordedSend(group.Uuid, person, _dice.Uuid(), $"message {++_texts}", History.NextMoment());
        History.Sends.Add(send);
        var text = ((MessageTextResult.Valid)MessageText.Parse(send.Text)).Text;
        var request = new SendRequest(group.Uuid, person, send.MessageUuid, null, text);
        if (await sender.SendAsync(request, CancellationToken.None) is SendResult.Sent sent)
        {
            send.Answers.Add(sent.Entry);
            (send.Outcome, send.Completed) = (SendOutcome.Acknowledged, History.NextMoment());
            _lengths[group.Uuid] = sent.Entry.Seq;
            Messages++;
        }
    }

    private async Task MarkAsync(ReadMarks marks, MessageGroup group, Guid person, long seq)
    {
        var invoked = History.NextMoment();
        var result = await marks.MarkAsync(group.Uuid, person, seq, CancellationToken.None);
        var readSeq = (result as MarkReadResult.Marked)?.ReadSeq;
        History.Marks.Add(new(group.Uuid, person, seq, readSeq, invoked, History.NextMoment()));
    }

    private async Task BeatAsync()
    {
        await Time.DelayAsync(Heartbeat);
        Hub.Beat();
        await Time.DelayAsync(TimeSpan.FromMilliseconds(100));
    }

    /// <summary>All changes of the table in their order, a few at a time, some moments later, until there are no more.</summary>
    private async Task FollowAsync(Func<IReadOnlyList<Change>, Dice, Task> see, int number, Func<bool> isAtRest)
    {
        var dice = Dice.Of(_seed, -1, number);
        for (string? position = null; ; )
        {
            await Time.DelayAsync(TimeSpan.FromMilliseconds(dice.Next(30)));
            var isLast = isAtRest();
            var page = await _table.ReadAsync(position, dice.Between(1, 5), CancellationToken.None);
            await see(page.Changes, dice);
            position = page.Next;
            if (isLast && page.Changes.Count == 0)
            {
                return;
            }
        }
    }

    private Task ProjectAsync(IReadOnlyList<Change> changes, Dice dice) =>
        new InboxProjector(_table, _groupStore, StreamClock).ApplyAsync(changes, CancellationToken.None);

    private async Task TellAsync(IReadOnlyList<Change> changes, Dice dice)
    {
        foreach (var change in changes)
        {
            var isLost = _losesHints && dice.Chance(0.1);
            if (!isLost && Mutant != Mutant.NoSecondPublish)
            {
                await _publisher.SeeAsync(change, CancellationToken.None);
            }
        }
    }

    private async Task<IReadOnlyList<HeldMessage>> FetchAsync(Guid group, long after) =>
        [.. (await LogAsync(group, after)).Select(LiveRules.Held)];

    private async Task<IReadOnlyList<MessageEntry>> LogAsync(Guid group, long after) =>
        (await _log.AfterAsync(group, after, 100, Consistency.Strong, CancellationToken.None)).Entries;

    private async Task RecordAsync()
    {
        History.Groups.Clear();
        foreach (var group in _groups)
        {
            var inbox = new InboxReader(_table);
            var rows = new List<InboxRow>();
            foreach (var member in group.Members)
            {
                rows.AddRange(
                    await inbox.FindAsync(member, group.Uuid, CancellationToken.None) is { } row ? [row] : []
                );
            }
            History.Groups.Add(new GroupAtRest(group, [await LogAsync(group.Uuid, 0)], rows));
        }
        History.Lives.AddRange(_streams.SelectMany(stream => stream.AtRest()).Select(Copy));
    }

    // What they hold goes on changing.
    private static LiveAtRest Copy(LiveAtRest live) => live with { Messages = [.. live.Messages] };
}
