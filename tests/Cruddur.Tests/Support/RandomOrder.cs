using System.Collections.Concurrent;

namespace Cruddur.Tests.Support;

/// <summary>
/// Runs asynchronous code on one thread, and of what could go on next always takes one at random: the interleavings of
/// concurrent work, repeatable from the random numbers as long as nothing in it uses another thread.
/// </summary>
internal sealed class RandomOrder : SynchronizationContext
{
    private readonly Random _random;
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _posted = [];

    private RandomOrder(Random random) => _random = random;

    public static void Run(Random random, Func<Task> work)
    {
        var before = Current;
        var order = new RandomOrder(random);
        SetSynchronizationContext(order);
        try
        {
            order.RunToEnd(work());
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => _posted.Add((d, state));

    private void RunToEnd(Task work)
    {
        // So that waiting for the next thing to do ends with the work.
        _ = work.ContinueWith(_ => Post(static _ => { }, null), TaskScheduler.Default);
        while (!work.IsCompleted)
        {
            if (_ready.Count == 0)
            {
                Assert.True(_posted.TryTake(out var first, Eventually.Patience), "Everything waits for ever.");
                _ready.Add(first);
            }
            while (_posted.TryTake(out var next))
            {
                _ready.Add(next);
            }
            var chosen = _random.Next(_ready.Count);
            var (callback, state) = _ready[chosen];
            _ready.RemoveAt(chosen);
            callback(state);
        }
        work.GetAwaiter().GetResult();
    }
}
