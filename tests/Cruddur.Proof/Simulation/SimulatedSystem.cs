using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Mutants;
using Cruddur.Proof.Storage;
using Cruddur.Storage;

namespace Cruddur.Proof.Simulation;

/// <summary>Three nodes and projectors over one table, three people with two devices each, and what is recorded of them.</summary>
internal sealed class SimulatedSystem
{
    private const int Users = 3;

    /// <summary>
    /// For a message, in a run without faults: three alone, and what it costs that clients on three nodes meet at the same
    /// sequences, which is a quarter on average and up to one in a run of few messages.
    /// </summary>
    private const double CalmWriteUnits = 5;

    private static readonly TimeSpan LongestRequest = MessageSender.MaxDuration + TimeSpan.FromSeconds(2);

    private readonly Plan _plan;
    private readonly Mutant _mutant;
    private readonly MemoryTable _table = new();
    private readonly Node[] _nodes;
    private readonly TaskCompletionSource _quiet = new();
    private int _nodesStarted;

    public SimulatedSystem(Plan plan, Mutant mutant, bool isTraced)
    {
        _plan = plan;
        _mutant = mutant;
        Faults = new Faults(plan.Faults);
        Network = new Network(Time, _table, Faults, isTraced);
        var dice = Dice.Of(plan.Seed, -2);
        People = [.. Enumerable.Range(0, Users).Select(_ => dice.Uuid())];
        Groups =
        [
            .. Enumerable
                .Range(0, Users)
                .Select(user => MessageGroup.Direct(People[user], People[(user + 1) % Users], Time.Now)),
        ];
        _nodes = [.. Enumerable.Range(0, Plan.Nodes).Select(_ => StartNode())];
    }

    public VirtualTime Time { get; } = new();

    public Faults Faults { get; }

    public Network Network { get; }

    public History History { get; } = new();

    public IReadOnlyList<Guid> People { get; }

    /// <summary>Group n is that of persons n and n + 1.</summary>
    public IReadOnlyList<MessageGroup> Groups { get; }

    public MemoryTable Feed => _table;

    /// <summary>Nobody sends any more, and nothing is on its way: who follows the feed may stop at its end.</summary>
    public Task Quiet => _quiet.Task;

    public async Task RunAsync()
    {
        await OpenGroupsAsync();
        // Each actor is a task of its own; another kind of client is one more line here.
        var projectors = Enumerable
            .Range(0, _plan.IsCalm ? 1 : 2)
            .Select(number => new Projector(this, _plan.Seed, number).RunAsync())
            .ToList();
        var clients = _plan
            .Steps.GroupBy(step => step.Client)
            .Select(steps => new Client(this, _plan.Seed, steps.Key).RunAsync(steps));
        await Task.WhenAll(clients);
        // Requests that nobody waits for any more come to their end.
        await Time.DelayAsync(LongestRequest);
        Faults.AreOver = true;
        _quiet.SetResult();
        await Task.WhenAll(projectors);
        await RecordRestAsync();
    }

    /// <summary>One of the nodes; one that died has been replaced.</summary>
    public Node AnyNode(Dice dice)
    {
        var place = dice.Next(_nodes.Length);
        if (!_nodes[place].Machine.IsAlive)
        {
            _nodes[place] = StartNode();
        }
        return _nodes[place];
    }

    public InboxProjector StartProjector(Machine machine)
    {
        var remote = new NetworkTable(_table, Network, machine);
        return new InboxProjector(
            _mutant.ForProjector(remote),
            new MessageGroupStore(remote, machine.Clock),
            machine.Clock
        );
    }

    private Node StartNode() => new(Time, _table, Network, _mutant, Dice.Of(_plan.Seed, -3, _nodesStarted++));

    /// <summary>Both sides at once, on any nodes, until it is done.</summary>
    private async Task OpenGroupsAsync()
    {
        await Task.WhenAll(
            Groups.SelectMany((group, number) => group.Members.Select((_, side) => OpenAsync(group, number, side)))
        );

        async Task OpenAsync(MessageGroup group, int number, int side)
        {
            var (one, other) =
                side == 0 ? (group.FirstMember, group.SecondMember) : (group.SecondMember, group.FirstMember);
            var dice = Dice.Of(_plan.Seed, -4, number, side);
            while (true)
            {
                var node = AnyNode(dice);
                var errand = new Errand($"open {number}", dice);
                var opening = errand.RunAsync(async () =>
                {
                    try
                    {
                        await node.Groups.OpenDirectAsync(one, other, CancellationToken.None);
                        return true;
                    }
                    catch (StorageException exception) when (exception.IsPassing())
                    {
                        return false;
                    }
                });
                await Task.WhenAny(opening, node.Machine.Died);
                if (opening.IsCompleted && await opening)
                {
                    return;
                }
            }
        }
    }

    private async Task RecordRestAsync()
    {
        var inbox = new InboxReader(_mutant.ForInbox(_table));
        foreach (var group in Groups)
        {
            var logs = new List<IReadOnlyList<MessageEntry>>();
            for (var place = 0; place < _nodes.Length; place++)
            {
                var log = _nodes[place].Machine.IsAlive ? _nodes[place].Log : StartNode().Log;
                var errand = new Errand("rest", Dice.Of(_plan.Seed, -5, place));
                logs.Add(
                    await errand.RunAsync(async () =>
                        (await log.AfterAsync(group.Uuid, 0, 1000, Consistency.Strong, CancellationToken.None)).Entries
                    )
                );
            }
            var rows = new List<InboxRow>();
            foreach (var member in group.Members)
            {
                if (await inbox.FindAsync(member, group.Uuid, CancellationToken.None) is { } row)
                {
                    rows.Add(row);
                }
            }
            History.Groups.Add(new GroupAtRest(group, logs, rows));
        }
        foreach (var person in People)
        {
            History.UnreadAtRest[person] = await inbox.CountUnreadAsync(person, CancellationToken.None);
        }
        History.WriteUnits = Network.WriteUnits;
        History.WriteUnitsAMessage = _plan.IsCalm ? CalmWriteUnits : null;
    }
}

internal static class Passing
{
    /// <summary>Whether a fault of the network is behind it; anything else is a bug.</summary>
    public static bool IsPassing(this StorageException exception) =>
        exception.Fault is StorageFault.Unavailable or StorageFault.OutcomeUnknown;
}
