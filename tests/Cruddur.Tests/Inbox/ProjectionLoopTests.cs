using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Cruddur.Tests.Inbox;

/// <summary>The loop that feeds the projector: where it goes on, what it does about failures, and what it costs.</summary>
public sealed class ProjectionLoopTests : IDisposable
{
    private static readonly Guid Alice = Guid.Parse("a11ce000-0000-4000-8000-000000000001");
    private static readonly Guid Bob = Guid.Parse("b0b00000-0000-4000-8000-000000000002");

    private readonly HurriedTimeProvider _time = new();
    private readonly MemoryTable _memory = new();
    private readonly TableMeter _meter = new();
    private readonly CapturedLog _log = new();
    private readonly InterceptedTable _table;
    private readonly MessageGroupStore _groups;
    private readonly MessageSender _sender;

    public ProjectionLoopTests()
    {
        _table = new InterceptedTable(new MeteredTable(_memory, _meter.Count));
        _groups = new MessageGroupStore(_table, _time);
        _sender = new MessageSender(_table, _groups, new MessageLog(_table), _time, new Random(1));
    }

    public void Dispose() => _log.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_goes_on_where_it_stopped()
    {
        var group = await _groups.OpenDirectAsync(Alice, Bob, Cancel);
        await SendAsync(group.Uuid, 3);
        await using (Start())
        {
            await FollowsAsync(group.Uuid, 3);
        }
        var feed = new RecordedFeed(_memory);

        await using (Start(feed))
        {
            await SendAsync(group.Uuid, 1);
            await FollowsAsync(group.Uuid, 4);
        }

        Assert.NotNull(feed.First);
        Assert.DoesNotContain(feed.Seen, change => change.Key == MessageEntry.KeyOf(group.Uuid, 3));
        Assert.Contains(feed.Seen, change => change.Key == MessageEntry.KeyOf(group.Uuid, 4));
    }

    [Fact]
    public async Task A_position_is_saved_only_behind_what_was_applied()
    {
        var group = await _groups.OpenDirectAsync(Alice, Bob, Cancel);
        await SendAsync(group.Uuid, 1);
        var loop = NewLoop(_memory);
        using (var stop = new CancellationTokenSource())
        {
            // It stops before it can write the rows, as in a crash.
            _table.BeforeWrite = async (write, _) =>
            {
                if (write.Key.Partition.StartsWith("GRP#", StringComparison.Ordinal))
                {
                    await stop.CancelAsync();
                    throw new OperationCanceledException(stop.Token);
                }
            };
            await loop.RunAsync(stop.Token);
        }
        Assert.Null(loop.SavedPosition);
        _table.BeforeWrite = (_, _) => Task.CompletedTask;

        await using (Start())
        {
            await FollowsAsync(group.Uuid, 1);
        }
    }

    [Fact]
    public async Task It_says_once_that_it_fails_goes_on_trying_ever_more_seldom_and_follows_when_the_fault_is_gone()
    {
        var group = await _groups.OpenDirectAsync(Alice, Bob, Cancel);
        await SendAsync(group.Uuid, 1);
        var failures = 0;
        _table.BeforeWrite = (_, _) =>
        {
            Interlocked.Increment(ref failures);
            // Not one that storage is known to throw.
            throw new InvalidOperationException("injected");
        };
        var time = new HurriedTimeProvider(longest: TimeSpan.FromMinutes(1));
        var begun = time.GetUtcNow();
        var loop = NewLoop(_memory, time);
        await using var running = new Running(loop);

        await Eventually.True(() => Task.FromResult(Volatile.Read(ref failures) > 30), "it tries again");
        Assert.True(loop.IsFailing);
        Assert.InRange(
            (time.GetUtcNow() - begun) / Volatile.Read(ref failures),
            TimeSpan.FromSeconds(10),
            TimeSpan.FromSeconds(30)
        );
        Assert.Single(_log.Text.Split('\n'), line => line.Contains(" 3000 ", StringComparison.Ordinal));
        _table.BeforeWrite = (_, _) => Task.CompletedTask;
        await FollowsAsync(group.Uuid, 1);
        await Eventually.True(() => Task.FromResult(!loop.IsFailing), "it is well again");
    }

    [Fact]
    public async Task A_fault_that_is_over_is_no_longer_told_though_nothing_more_happens()
    {
        var feed = new RecordedFeed(_memory) { FailuresLeft = 2 };
        var loop = NewLoop(feed);
        await using var running = new Running(loop);

        await Eventually.True(() => Task.FromResult(feed.FailuresLeft == 0 && !loop.IsFailing), "it is well again");
    }

    [Fact]
    public async Task A_position_that_is_not_saved_for_an_hour_is_saved_though_nothing_more_happens()
    {
        var time = new ManualTimeProvider();
        var group = await _groups.OpenDirectAsync(Alice, Bob, Cancel);
        await SendAsync(group.Uuid, 1);
        var loop = NewLoop(_memory, time);
        await using var running = new Running(loop);
        await FollowsAsync(group.Uuid, 1);
        Assert.Null(loop.SavedPosition);

        await Eventually.True(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(30));
                return Task.FromResult(loop.SavedPosition is not null);
            },
            "it is saved"
        );
        var saved = loop.SavedPosition;
        time.Advance(TimeSpan.FromHours(5));

        Assert.Equal(saved, loop.SavedPosition);
    }

    [Fact]
    public async Task A_position_that_cannot_be_read_is_a_failure_that_is_seen()
    {
        await _memory.WriteAsync(new Write.Put(ProjectorPosition.ToItem("nonsense"), Condition.None), Cancel);
        var loop = NewLoop(_memory);
        await using var running = new Running(loop);

        await Eventually.True(() => Task.FromResult(loop.IsFailing), "it says so");
    }

    /// <summary>The original: 9 units. The projector's own position must not be a fourth.</summary>
    [Fact]
    public async Task A_message_between_two_people_costs_three_write_units_and_no_reads_and_less_in_bursts()
    {
        var group = await _groups.OpenDirectAsync(Alice, Bob, Cancel);
        await using var running = Start();
        await SendAsync(group.Uuid, 1);
        await FollowsAsync(group.Uuid, 1);
        // A write is counted a moment after it can be seen.
        await Eventually.True(
            () => Task.FromResult(_meter.Total.WriteUnits == 6 + 3),
            "the group and its first message are counted"
        );
        _meter.Reset();

        for (var seq = 2; seq <= 101; seq++)
        {
            await SendAsync(group.Uuid, 1);
            await FollowsAsync(group.Uuid, seq);
        }

        await Eventually.True(() => Task.FromResult(_meter.Total.WriteUnits >= 300), "all are counted");
        Assert.Equal(new Cost(0, 300), _meter.Total.Cost);
    }

    private Running Start(IChangeFeed? feed = null) => new(NewLoop(feed ?? _memory));

    private ProjectionLoop NewLoop(IChangeFeed feed, TimeProvider? time = null) =>
        new(
            _table,
            feed,
            new InboxProjector(_table, _groups, _time),
            time ?? _time,
            LoggerFactory.Create(log => log.AddProvider(_log)).CreateLogger<ProjectionLoop>()
        );

    private async Task SendAsync(Guid group, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var text = ((MessageTextResult.Valid)MessageText.Parse("Shall we meet at eight?")).Text;
            var request = new SendRequest(group, i % 2 == 0 ? Alice : Bob, TestUuid.Next(), null, text);
            Assert.IsType<SendResult.Sent>(await _sender.SendAsync(request, Cancel));
        }
    }

    // Past the meter.
    private Task FollowsAsync(Guid group, long seq)
    {
        var inbox = new InboxReader(_memory);
        return Eventually.True(
            async () =>
                (await inbox.FindAsync(Alice, group, Cancel))!.LastSeq == seq
                && (await inbox.FindAsync(Bob, group, Cancel))!.LastSeq == seq,
            $"both rows reach {seq}"
        );
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _loop;

        public Running(ProjectionLoop loop) => _loop = loop.RunAsync(_stop.Token);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _loop;
            _stop.Dispose();
        }
    }

    private sealed class RecordedFeed(IChangeFeed feed) : IChangeFeed
    {
        private int _reads;

        public int FailuresLeft { get; set; }

        public string? First { get; private set; }

        public List<Change> Seen { get; } = [];

        public async Task<ChangePage> ReadAsync(string? after, int limit, CancellationToken cancellationToken)
        {
            if (_reads++ == 0)
            {
                First = after;
            }
            if (FailuresLeft > 0)
            {
                FailuresLeft--;
                throw new StorageException(StorageFault.Unavailable, "injected");
            }
            var page = await feed.ReadAsync(after, limit, cancellationToken);
            Seen.AddRange(page.Changes);
            return page;
        }

        public Task<string> EndAsync(CancellationToken cancellationToken) => feed.EndAsync(cancellationToken);

        public Task WaitAsync(string? after, CancellationToken cancellationToken) =>
            feed.WaitAsync(after, cancellationToken);
    }
}
