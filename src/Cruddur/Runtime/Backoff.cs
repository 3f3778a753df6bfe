namespace Cruddur.Runtime;

/// <summary>
/// How long to wait before another try: full jitter under a ceiling that doubles, so that those who met once do not meet
/// again.
/// </summary>
public sealed class Backoff(TimeSpan least, TimeSpan most, Random random)
{
    /// <param name="attempt">1 for the first wait.</param>
    public TimeSpan Of(int attempt)
    {
        var ceiling = Math.Min(most.TotalMilliseconds, least.TotalMilliseconds * Math.Pow(2, attempt));
        lock (random)
        {
            return TimeSpan.FromMilliseconds(
                least.TotalMilliseconds + random.NextDouble() * (ceiling - least.TotalMilliseconds)
            );
        }
    }
}
