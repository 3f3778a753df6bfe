namespace Cruddur.Tests.Support;

/// <summary>The system's clock, but every wait is over at once.</summary>
internal sealed class WaitlessTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromTicks(1) : dueTime, period);
}
