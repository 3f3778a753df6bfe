namespace Cruddur.Cli.Pricing;

/// <summary>
/// A day's own time, which stands still while something is done: no time-out of the server ever comes in it, however slow the
/// machine is that reckons, and a short wait before another attempt is over at once. What is due within a second is taken for
/// such a wait.
/// </summary>
internal sealed class DayClock : TimeProvider
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    public DateTimeOffset Now { get; set; } = ChatDay.Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.Zero && dueTime <= LongestWait)
        {
            ThreadPool.QueueUserWorkItem(_ => callback(state));
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
