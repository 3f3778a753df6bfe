namespace Cruddur.Runtime;

/// <summary>Times as the table keeps them: milliseconds since 1970 in UTC, the finest that the wire shows.</summary>
internal static class UnixTime
{
    public static long From(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static DateTimeOffset ToTime(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
