namespace Cruddur.Runtime;

/// <summary>
/// Times as the table keeps them and as the wire shows them: microseconds since 1970 in UTC. A group's times rise by at
/// least one with each message; in milliseconds a burst would run ahead of the clock and stay above later groups.
/// </summary>
public static class UnixTime
{
    public static long From(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Whether a clock can show it.</summary>
    public static bool IsTime(long microseconds) =>
        microseconds >= From(DateTimeOffset.MinValue) && microseconds <= From(DateTimeOffset.MaxValue);

    public static DateTimeOffset ToTime(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
