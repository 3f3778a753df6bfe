namespace Cruddur.Tests.Support;

/// <summary>A clock that is moved by the waits for it: a short wait is over at once, a long one never.</summary>
/// <param name="longest">The longest wait that is over at once; a second when not given.</param>
internal sealed class HurriedTimeProvider(TimeSpan? longest = null) : TimeProvider
{
    private readonly TimeSpan _longest = longest ?? TimeSpan.FromSeconds(1);

    private DateTimeOffset _now = new(2026, 11, 21, 5, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.Zero && dueTime <= _longest)
        {
            _now += dueTime;
            if (SynchronizationContext.Current is { } context)
            {
                context.Post(_ => callback(state), null);
            }
            else
            {
                ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
            }
        }
        return new NoTimer();
    }

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
