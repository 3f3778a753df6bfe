using Cruddur.Live;
using Cruddur.Messages;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Live;

public sealed class LiveHubTests
{
    private static readonly Guid Alice = Guid.Parse("a11ce000-0000-4000-8000-000000000001");
    private static readonly LiveEvent Event = new LiveEvent.Typing(Alice, Alice);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly LiveHub _hub;

    public LiveHubTests() => _hub = new LiveHub(_time, 150, 2, 15 * Second);

    [Fact]
    public async Task Who_lets_the_buffer_fill_is_cut_once_and_is_told_nothing_more()
    {
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = _hub.Subscribe(Alice, sessionUuid: null, cut.SetResult)!;
        for (var i = 0; i < 5; i++)
        {
            _hub.Publish(Alice, Event);
        }

        await cut.Task;

        await foreach (var told in subscription.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            Assert.Fail($"It was told {told}.");
        }
    }

    /// <summary>Who keeps up must not be taken for slow when the change feed tells many at once that are known.</summary>
    [Fact]
    public async Task A_message_that_is_told_again_takes_no_place_in_the_buffer()
    {
        using var subscription = _hub.Subscribe(Alice, sessionUuid: null, () => { })!;
        for (var i = 0; i < 5; i++)
        {
            _hub.Publish(Alice, Message(1));
            _hub.Publish(Alice, Message(2));
        }

        await using var told = subscription
            .ReadAllAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        foreach (var seq in (long[])[1, 2])
        {
            Assert.True(await told.MoveNextAsync(), "It was closed.");
            Assert.Equal(Message(seq), told.Current);
        }
    }

    /// <summary>Its connection may be another request's by then.</summary>
    [Fact]
    public async Task A_stream_that_has_ended_is_not_cut_any_more()
    {
        var cuts = 0;
        for (var i = 0; i < 200; i++)
        {
            var ended = false;
            var subscription = _hub.Subscribe(Alice, sessionUuid: null, () => Count(Volatile.Read(ref ended)))!;
            for (var j = 0; j < 3; j++)
            {
                _hub.Publish(Alice, Event);
            }
            subscription.Dispose();
            Volatile.Write(ref ended, true);
            await Task.Yield();
        }
        Assert.Equal(0, Volatile.Read(ref cuts));

        void Count(bool isLate) => Interlocked.Add(ref cuts, isLate ? 1 : 0);
    }

    [Fact]
    public async Task A_hub_that_was_closed_closes_what_subscribes_later()
    {
        _hub.CloseAll();
        using var subscription = _hub.Subscribe(Alice, sessionUuid: null, () => { })!;
        _hub.Publish(Alice, Event);

        await foreach (var told in subscription.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            Assert.Fail($"It was told {told}.");
        }
    }

    /// <summary>Each reads its rows: all at once they would keep messages waiting.</summary>
    [Fact]
    public void Streams_that_were_opened_together_do_not_beat_together()
    {
        var streams = Enumerable
            .Range(0, 150)
            .Select(_ => _hub.Subscribe(Alice, sessionUuid: null, () => { })!)
            .ToList();

        Assert.All(BeatsOfSeconds(15), beats => Assert.InRange(beats, 8, 12));

        // Nor when the server stood still for a while.
        _time.Advance(4 * Second);
        Assert.InRange(Beats(), 30, 50);
        BeatsOfSeconds(11);
        Assert.All(BeatsOfSeconds(15), beats => Assert.InRange(beats, 8, 12));

        List<int> BeatsOfSeconds(int seconds) => [.. Enumerable.Range(0, seconds).Select(_ => BeatsOfTheNext())];

        int BeatsOfTheNext()
        {
            _time.Advance(Second);
            return Beats();
        }

        int Beats()
        {
            var before = streams.ConvertAll(stream => stream.NextBeat);
            _hub.Beat();
            return streams.Zip(before).Count(pair => pair.First.NextBeat != pair.Second);
        }
    }

    private static LiveEvent.MessageCreated Message(long seq) =>
        new(new MessageEntry(Alice, seq, Alice, Alice, "hello", DateTimeOffset.UnixEpoch, default));
}
