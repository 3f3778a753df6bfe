using System.Collections.Concurrent;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

/// <summary>A server that learns what is written from now on, whatever the stream does.</summary>
public sealed class StreamTailTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly MemoryTable _table = new();
    private readonly ModelStreams _streams;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly StreamTail _tail;
    private Task _running = Task.CompletedTask;

    public StreamTailTests()
    {
        _streams = new ModelStreams(_table);
        _tail = new StreamTail(_streams, _time, NullLogger<StreamTail>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    [Fact]
    public async Task It_sees_what_is_written_from_its_start_on_and_nothing_from_before()
    {
        _streams.Open("one");
        _streams.Open("other");
        await WriteAsync("a", "b", "c");
        await StartAsync();

        await WriteAsync("d", "e");

        await SeenAsync("d", "e");
    }

    [Fact]
    public async Task It_follows_a_shard_into_its_children_from_their_beginning()
    {
        _streams.Open("parent");
        await WriteAsync("before");
        await StartAsync();
        await WriteAsync("a");
        _streams.Close("parent");
        _streams.Open("child", "parent");
        await WriteAsync("b", "c");
        _streams.Close("child");
        _streams.Open("grandchild", "child");
        await WriteAsync("d");

        await SeenAsync("a", "b", "c", "d");
        Assert.Equal("a b c d", string.Join(' ', _seen));
    }

    [Fact]
    public async Task Of_shards_that_were_closed_before_nothing_is_seen()
    {
        _streams.Open("old");
        await WriteAsync("before");
        _streams.Close("old");
        _streams.Open("new", "old");
        await StartAsync();

        await WriteAsync("a");

        await SeenAsync("a");
    }

    [Fact]
    public async Task It_goes_on_when_iterators_grow_old_and_when_records_are_no_longer_kept()
    {
        _streams.Open("one");
        await StartAsync();
        await WriteAsync("a");
        await SeenAsync("a");

        _streams.ExpireIterators();
        await WriteAsync("b");
        await SeenAsync("a", "b");
        await WriteAsync("lost");
        _streams.ExpireIterators();
        _streams.Trim();
        await WriteAsync("c");

        await Eventually.True(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(_seen.Contains("c", StringComparer.Ordinal));
            },
            "what came behind is seen"
        );
    }

    private async Task StartAsync()
    {
        await _tail.StartAsync(Cancel);
        _running = _tail.RunAsync(
            (change, _) =>
            {
                _seen.Enqueue(change.Key.Sort);
                return Task.CompletedTask;
            },
            _stop.Token
        );
    }

    private async Task WriteAsync(params string[] sorts)
    {
        foreach (var sort in sorts)
        {
            var item = new Item(new Key($"partition {sort}", sort), []);
            await _table.WriteAsync(new Write.Put(item, Condition.None), Cancel);
        }
        await _streams.FollowAsync();
    }

    private async Task SeenAsync(params string[] sorts)
    {
        await Eventually.True(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(_seen.Count >= sorts.Length);
            },
            $"{string.Join(", ", sorts)} are seen"
        );
        Assert.Equal(sorts, _seen.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
