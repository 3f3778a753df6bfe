using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;
using Cruddur.Users;

namespace Cruddur.Tests.Inbox;

/// <summary>The sweep finds whatever is wrong in whoever's inbox, at a pace, one server at a time, and after a loss at once.</summary>
public sealed class InboxSweepTests : IDisposable
{
    private const int People = 60;
    private const int ReadUnits = 5;

    private static readonly TimeSpan Interval = TimeSpan.FromDays(7);

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryTable _memory = new();
    private readonly CapturedLog _log = new();
    private readonly InboxWorld _world;
    private readonly List<MessageGroup> _groups = [];

    // Short against a sweep, which takes a minute here. Who waits for days takes longer ones.
    private TimeSpan _step = TimeSpan.FromMilliseconds(200);

    public InboxSweepTests() => _world = new InboxWorld(_memory, _time);

    public void Dispose() => _log.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_wrong_in_whoevers_inbox_is_repaired()
    {
        await PeopleTalkAsync();
        for (var i = 0; i < _groups.Count; i++)
        {
            await DamageAsync(i);
        }

        await using var running = Start();

        await AllRightAsync();
    }

    [Fact]
    public async Task It_begins_a_minute_after_the_start_and_then_once_an_interval()
    {
        await PeopleTalkAsync();
        await using var running = Start();
        var start = _time.GetUtcNow();
        await OnceAsync(() => Count("3042") == 1, "it has begun");
        Assert.Equal(TimeSpan.FromMinutes(1), _time.GetUtcNow() - start);
        await DoneAsync(times: 1);
        await DamageAsync(1);

        _step = TimeSpan.FromMinutes(20);
        await AllRightAsync();

        Assert.InRange(_time.GetUtcNow() - start, Interval, Interval + TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task With_an_interval_of_zero_it_never_begins_unless_changes_were_lost()
    {
        await PeopleTalkAsync();
        await DamageAsync(1);
        await using var running = Start(TimeSpan.Zero);
        _step = TimeSpan.FromMinutes(20);
        await PassAsync(TimeSpan.FromDays(30));
        Assert.DoesNotContain("3042", _log.Text, StringComparison.Ordinal);

        await LostChanges.MarkAsync(_memory, _time, Cancel);

        await AllRightAsync();
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Equal(1, Count("3043"));
    }

    [Fact]
    public async Task Changes_lost_while_it_sweeps_are_looked_for_from_the_beginning()
    {
        await PeopleTalkAsync();
        await using var running = Start(TimeSpan.Zero);
        await LostChanges.MarkAsync(_memory, _time, Cancel);
        await OnceAsync(() => Count("3042") == 1, "it has begun");

        await LostChanges.MarkAsync(_memory, _time, Cancel);

        await DoneAsync(times: 2);
    }

    [Fact]
    public async Task It_reads_no_more_a_second_than_it_may()
    {
        await PeopleTalkAsync();
        var meter = new TableMeter();
        await using var running = Start(table: new MeteredTable(_memory, meter.Count));
        await OnceAsync(() => Count("3042") == 1, "it has begun");
        var (begun, before) = (_time.GetUtcNow(), meter.Total.ReadUnits);

        await OnceAsync(
            () =>
            {
                var most = ReadUnits * (_time.GetUtcNow() - begun).TotalSeconds;
                // A step is taken, and then the pause for it.
                Assert.InRange(meter.Total.ReadUnits - before, 0, most + 5);
                return Count("3043") == 1;
            },
            "it is done"
        );

        // Each group's head once, its two rows, and from the other side whether there is one.
        Assert.InRange(meter.Total.ReadUnits - before, 4 * People, 6 * People);
    }

    [Fact]
    public async Task Of_two_servers_one_sweeps_and_when_it_dies_the_other_goes_on_from_there()
    {
        await PeopleTalkAsync();
        var first = new InterceptedTable(_memory);
        await using var one = Start(table: first);
        await PassAsync(TimeSpan.FromSeconds(30));
        await using var two = Start(); // Looks when the other is in the middle of it.
        await PassAsync(TimeSpan.FromSeconds(65));
        await OnceAsync(() => StateAsync().Result?.Position is not null, "the first page is done");
        Assert.Equal(1, Count("3042"));

        first.BeforeWrite = (_, _) => throw new StorageException(StorageFault.OutcomeUnknown, "dead");
        one.Stop();

        await DoneAsync(times: 1);
        Assert.Equal(1, Count("goes on: True"));
        Assert.Equal(2, (await StateAsync())!.Fence);
    }

    [Fact]
    public async Task A_server_that_lost_its_lease_stops_at_the_end_of_the_page()
    {
        await PeopleTalkAsync();
        for (var i = 0; i < People; i++)
        {
            await DamageAsync(i);
        }
        await using var running = Start();
        await OnceAsync(() => Count("3042") == 1, "it has begun");

        var taken = (await StateAsync())!;
        taken = taken with { Fence = taken.Fence + 1, LeaseUntil = _time.GetUtcNow() + Interval };
        await _memory.WriteAsync(taken.Follow(taken with { Fence = taken.Fence - 1 }), Cancel);

        await OnceAsync(() => Count("3044") == 1, "it notices");
        // A page is of 25 people.
        Assert.InRange(await CountWrongAsync(), People / 3, People);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_and_keeps_nothing_else_from_being_repaired()
    {
        await PeopleTalkAsync();
        await _memory.WriteAsync(new Write.Delete(MessageGroup.KeyOf(_groups[0].Uuid), Condition.Exists), Cancel);
        for (var i = 1; i < _groups.Count; i++)
        {
            await DamageAsync(i);
        }
        await using var running = Start();

        await DoneAsync(times: 1);

        Assert.Contains("3045", _log.Text, StringComparison.Ordinal);
        _groups.RemoveAt(0);
        await AllRightAsync();
    }

    [Fact]
    public async Task A_failure_is_told_and_it_goes_on_when_the_fault_is_gone()
    {
        await PeopleTalkAsync();
        await DamageAsync(0);
        var table = new InterceptedTable(_memory) { BeforeWrite = NotToRows };
        await using var running = Start(table: table);
        await OnceAsync(() => Count("3046") > 0, "it says so");

        table.BeforeWrite = (_, _) => Task.CompletedTask;

        await AllRightAsync();

        static Task NotToRows(Write write, CancellationToken cancellationToken) =>
            write.Key.Partition.StartsWith("GRP#", StringComparison.Ordinal)
                ? throw new StorageException(StorageFault.Unavailable, "injected")
                : Task.CompletedTask;
    }

    /// <summary>Each of the people with the next one: three messages, all in the inboxes.</summary>
    private async Task PeopleTalkAsync()
    {
        using var directory = new TableUserDirectory(_memory, _time);
        var uuids = new List<Guid>();
        for (var i = 0; i < People; i++)
        {
            var uuid = TestUuid.Next();
            uuids.Add(uuid);
            // Of several first characters, and more of one than a page has.
            var handle = Handle.Parse(i < 40 ? $"person_{i}" : $"{"0_9azk"[i % 6]}{i}");
            var name = DisplayName.Parse($"Person {i}");
            await directory.CreateAsync(
                new NewUser(new UserProfile(uuid, handle, name, _time.GetUtcNow())),
                [],
                Cancel
            );
        }
        for (var i = 0; i < People; i++)
        {
            var group = await _world.Groups.OpenDirectAsync(uuids[i], uuids[(i + 1) % People], Cancel);
            await _world.SendAsync(group, 3);
            await _world.FollowAsync(group);
            _groups.Add(group);
        }
        _time.Advance(TimeSpan.FromMinutes(1));
    }

    private Task DamageAsync(int number)
    {
        var group = _groups[number];
        var member = group.Members[number / 4 % 2];
        return (number % 4) switch
        {
            0 => _world.DamageAsync(group, member, ("last_seq", 1)),
            1 => _world.DamageAsync(group, member, ("last_seq", 9), ("others_count", 40)),
            2 => _world.DamageAsync(group, member, ("others_read_count", 9)),
            _ => _world.RemoveAsync(group, member),
        };
    }

    private Task AllRightAsync() =>
        Eventually.True(
            async () =>
            {
                Tick();
                foreach (var group in _groups)
                {
                    foreach (var member in group.Members)
                    {
                        var check = await _world.Reconciler.CheckAsync(group, member, Consistency.Strong, Cancel);
                        if (check is not Reconciliation.Right)
                        {
                            return false;
                        }
                        await _world.AssertIsFoldAsync(group, member, readSeq: 0);
                    }
                }
                return true;
            },
            "all rows are right"
        );

    private async Task<int> CountWrongAsync()
    {
        var wrong = 0;
        foreach (var (group, member) in _groups.SelectMany(group => group.Members, (group, member) => (group, member)))
        {
            var check = await _world.Reconciler.CheckAsync(group, member, Consistency.Strong, Cancel);
            wrong += check is Reconciliation.Right ? 0 : 1;
        }
        return wrong;
    }

    private Task DoneAsync(int times) => OnceAsync(() => Count("3043") == times, $"{times} sweeps are done");

    private int Count(string what) => _log.Text.Split(what).Length - 1;

    private async Task<SweepState?> StateAsync() =>
        (await _memory.GetAsync(SweepState.Key, Consistency.Strong, Cancel)).Item is { } item
            ? SweepState.FromItem(item)
            : null;

    private Task OnceAsync(Func<bool> condition, string what) =>
        Eventually.True(
            () =>
            {
                Tick();
                return Task.FromResult(condition());
            },
            what
        );

    private async Task PassAsync(TimeSpan span)
    {
        var end = _time.GetUtcNow() + span;
        await OnceAsync(() => _time.GetUtcNow() >= end, "time passes");
    }

    private void Tick() => _time.Advance(_step);

    private RunningSweep Start(TimeSpan? interval = null, ITable? table = null) =>
        new(table ?? _memory, interval ?? Interval, ReadUnits, _time, _log);
}
