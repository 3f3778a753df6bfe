using Cruddur.MessageGroups;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Live;
using Cruddur.Proof.Simulation;

namespace Cruddur.Proof.BlackBox;

/// <summary>
/// Three servers, each behind a proxy of its own to one table, four people with two devices and three live clients each. Each
/// stretch of messages has a trouble of its own; at the end everything must be where it belongs.
/// </summary>
internal sealed class BoxRun : IAsyncDisposable
{
    private const int Servers = 3;
    private const int People = 4;
    private const int Devices = 2;

    /// <summary>For all that must come; a machine may be busy, or stand still for a while.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // They may never come to rest.
    private static readonly TimeSpan PatienceWithBroken = TimeSpan.FromSeconds(30);

    private readonly int _seed;
    private readonly int _messages;
    private readonly bool _isBroken;
    private readonly BoxTable _table;
    private readonly string _folder = Directory.CreateTempSubdirectory("cruddur-box-").FullName;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly List<ServerNode> _nodes;
    private readonly List<(RecordedSend Send, HeldMessage Held)> _answers = [];
    private readonly List<Task> _later = [];
    private readonly List<MessageGroup> _groups = [];
    private readonly List<Listener> _listeners = [];
    private readonly Progress _progress = new();
    private int _numbers;
    private volatile TaskCompletionSource _beat = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BoxRun(BoxSetup setup, BoxTable table, int seed, int messages, bool isBroken)
    {
        (_seed, _messages, _isBroken, _table) = (seed, messages, isBroken, table);
        _nodes =
        [
            .. Enumerable
                .Range(0, Servers)
                .Select(number => new ServerNode(
                    setup,
                    number,
                    BoxTable.Name,
                    _folder,
                    new FaultProxy(table.Address, Faults, Dice.Of(seed, -1, number)) { DropsConditions = isBroken }
                )),
        ];
    }

    public BoxFaults Faults { get; } = new();

    public History History { get; } = new();

    public IReadOnlyList<ServerNode> Nodes => _nodes;

    public bool IsCalm { get; private set; } = true;

    /// <param name="isBroken">The servers put messages without a condition, which takes no trouble to show.</param>
    public static async Task<BoxResult> RunAsync(BoxSetup setup, int seed, int messages, bool isBroken = false)
    {
        await using var table = await BoxTable.StartAsync(setup);
        await using var box = new BoxRun(setup, table, seed, messages, isBroken);
        await box.RunAsync();
        return new BoxResult(seed, box.History, HistoryChecker.Check(box.History), box.Faults);
    }

    public T Record<T>(Func<History, T> record)
    {
        lock (History)
        {
            return record(History);
        }
    }

    public void Record(Action<History> record)
    {
        lock (History)
        {
            record(History);
        }
    }

    /// <summary>The next message's; null when there were enough.</summary>
    public int? TakeNumber() =>
        Interlocked.Increment(ref _numbers) is var number && number <= _messages ? number : null;

    /// <summary>A message was acknowledged, or its sender has tried often enough.</summary>
    public void Settled() => _progress.Step();

    public void Answered(RecordedSend send, HeldMessage held) => Record(_ => _answers.Add((send, held)));

    public void Later(Task task) => Record(_ => _later.Add(task));

    /// <summary>A live client heard a heartbeat.</summary>
    public void Beat() =>
        Interlocked
            .Exchange(ref _beat, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .TrySetResult();

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // As the server tells it: that the library was there is no proof that it did anything.
    private async Task<bool> HasWrongClockAsync(ServerNode node)
    {
        using var answer = await _http.GetAsync(new Uri(node.Address, "api/health"));
        return (TimeProvider.System.GetUtcNow() - answer.Headers.Date)?.Duration() > ServerNode.WrongAtLeast;
    }

    private async Task RunAsync()
    {
        // The first makes the keys of tokens, which the others find in the folder.
        await _nodes[0].StartAsync();
        await Task.WhenAll(_nodes.Skip(1).Select(node => node.StartAsync()));
        foreach (var node in _nodes)
        {
            if (await HasWrongClockAsync(node))
            {
                Faults.Count(BoxFault.ClockOff);
            }
        }
        var clients = new List<BoxClient>();
        var servers = _nodes.ConvertAll(node => node.Address);
        for (var person = 0; person < People; person++)
        {
            clients.Add(await BoxClient.SignUpAsync(_http, servers, $"person{person}"));
        }
        await OpenGroupsAsync(clients);
        using var stop = new CancellationTokenSource();
        for (var number = 0; number < People * Servers; number++)
        {
            var dice = Dice.Of(_seed, -2, number);
            _listeners.Add(new Listener(this, clients[number / Servers], number % Servers, dice));
        }
        var listening = _listeners.Select(listener => listener.RunAsync(stop.Token)).ToList();
        await Task.WhenAll(_listeners.Select(listener => listener.Heard));

        SetCalm(false);
        var sending = Enumerable
            .Range(0, People * Devices)
            .Select(device =>
                new Sender(
                    this,
                    clients[device / Devices],
                    [.. _groups.Where(group => group.HasMember(clients[device / Devices].User))],
                    Dice.Of(_seed, -3, device)
                ).RunAsync()
            )
            .ToList();
        await Task.WhenAll([_isBroken ? Task.CompletedTask : TroubleAsync(), .. sending]);
        SetCalm(true);
        await Task.WhenAll(_later);
        await new BoxRest(_table.Table, _groups, _listeners).WaitAsync(
            () => _beat.Task,
            _isBroken ? PatienceWithBroken : Patience
        );
        await stop.CancelAsync();
        await Task.WhenAll(listening);
        await new BoxRest(_table.Table, _groups, _listeners).RecordAsync(History, _answers, LogOfAsync);

        Task<List<HeldMessage>> LogOfAsync(MessageGroup group, int node) =>
            clients.First(client => group.HasMember(client.User)).LogAsync(() => node, group.Uuid, 0);
    }

    private async Task OpenGroupsAsync(List<BoxClient> clients)
    {
        for (var person = 0; person < People; person++)
        {
            var other = (person + 1) % People;
            var body = new { handle = $"person{other}" };
            await clients[person].AskUntilAnsweredAsync(() => 0, HttpMethod.Post, "/api/message_groups", body);
            _groups.Add(MessageGroup.Direct(clients[person].User, clients[other].User, DateTimeOffset.UnixEpoch));
        }
    }

    /// <summary>One trouble after the other, each on another server, and each as long as a stretch of messages takes.</summary>
    private async Task TroubleAsync()
    {
        BoxFault[] troubles = [BoxFault.Killed, BoxFault.Paused, BoxFault.Deafened];
        var stretch = _messages / (troubles.Length * Servers + 1);
        for (var number = 0; number < troubles.Length * Servers; number++)
        {
            await _progress.ReachedAsync((number * stretch) + (stretch / 2));
            var (trouble, node) = (troubles[number % troubles.Length], _nodes[number / troubles.Length]);
            var end = _progress.ReachedAsync((number + 1) * stretch);
            Faults.Count(trouble);
            switch (trouble)
            {
                case BoxFault.Killed:
                    node.Proxy.IsCalm = true;
                    await node.RestartAsync();
                    node.Proxy.IsCalm = false;
                    break;
                case BoxFault.Paused:
                    node.Pause();
                    await end;
                    node.Resume();
                    break;
                default:
                    node.Proxy.IsDeaf = true;
                    await end;
                    node.Proxy.IsDeaf = false;
                    break;
            }
        }
    }

    private void SetCalm(bool isCalm)
    {
        IsCalm = isCalm;
        foreach (var node in _nodes)
        {
            node.Proxy.IsCalm = isCalm;
        }
    }
}

/// <summary>What came of one run.</summary>
internal sealed record BoxResult(int Seed, History History, IReadOnlyList<Violation> Violations, BoxFaults Faults)
{
    public long Acknowledged => History.Sends.Count(send => send.Outcome == SendOutcome.Acknowledged);

    public override string ToString() =>
        $"seed {Seed}: {Acknowledged} of {History.Sends.Count} messages acknowledged; {Faults}"
        + string.Concat(Violations.Take(20).Select(violation => $"\n  {violation}"))
        + (Violations.Count == 0 ? "" : $"\nAgain: bin/soak --layer 'black box' --seed {Seed} --runs 1");
}
