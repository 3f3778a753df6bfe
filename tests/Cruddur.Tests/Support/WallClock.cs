namespace Cruddur.Tests.Support;

/// <summary>
/// Tells the time of a test's clock, while timers are the machine's: for a server whose background work must go on though
/// the test's clock stands still.
/// </summary>
internal sealed class WallClock(TimeProvider time) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();
}
