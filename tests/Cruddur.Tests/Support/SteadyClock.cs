namespace Cruddur.Tests.Support;

/// <summary>
/// Tells the time of another clock, while timers run by themselves: for a server whose background work must go on though a
/// test's clock stands still. They go on only while this process gets to work, so that no timeout of a server ends because a
/// machine is busy, or stood still.
/// </summary>
internal sealed class SteadyClock(TimeProvider wall) : TimeProvider
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(15);

    // However long it really was.
    private static readonly TimeSpan MostOfStep = 2 * Step;

    private static readonly ManualTimeProvider Steady = new();
    private static readonly Lock Turn = new();
    private static long _last = TimeProvider.System.GetTimestamp();

    // Its callback waits for its turn in the thread pool as all other work does.
    private static readonly ITimer Pulse = TimeProvider.System.CreateTimer(_ => Advance(), null, Step, Step);

    public override long TimestampFrequency => Steady.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => wall.GetUtcNow();

    public override long GetTimestamp() => Steady.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        // Not where the clock is moved: what waits there would hold up all other timers.
        Steady.CreateTimer(_ => ThreadPool.QueueUserWorkItem(_ => callback(state)), null, dueTime, period);

    private static void Advance()
    {
        // Who comes late, another one of these has gone on for.
        if (!Turn.TryEnter())
        {
            return;
        }
        try
        {
            var passed = TimeProvider.System.GetElapsedTime(_last);
            _last = TimeProvider.System.GetTimestamp();
            Steady.Advance(passed < MostOfStep ? passed : MostOfStep);
        }
        finally
        {
            Turn.Exit();
        }
    }
}
