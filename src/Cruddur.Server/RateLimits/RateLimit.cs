using Cruddur.Runtime;

namespace Cruddur.Server.RateLimits;

/// <summary>
/// A limit for each of many keys: a bucket that holds a minute's calls, is full at first and fills evenly. What is kept of a
/// bucket is one time, that at which it is full again (the generic cell rate algorithm, ITU-T I.371): nothing runs in the
/// background, and a bucket that nobody takes from for a minute is as good as none.
/// </summary>
/// <param name="name">As callers are told it.</param>
/// <param name="perMinute">Above zero.</param>
internal sealed class RateLimit(string name, int perMinute, TimeProvider time)
{
    /// <summary>
    /// So many keys are kept, about 3 MB. Beyond it the one used longest ago is forgotten, whose bucket is the fullest: whoever
    /// has more addresses than that is not held by a limit for an address.
    /// </summary>
    public const int Keys = 20_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly BoundedCache<UInt128, Bucket> _buckets = new(Keys);
    private readonly long _start = time.GetTimestamp();
    private readonly long _interval = Window.Ticks / perMinute;

    public string Name { get; } = name;

    /// <summary>As an item of <c>RateLimit-Policy</c>.</summary>
    public string Policy { get; } = $"\"{name}\";q={perMinute};w={(int)Window.TotalSeconds}";

    public RateLimitAnswer Take(UInt128 key)
    {
        // By the clock that nobody sets: one that was corrected must not fill buckets or lock somebody out.
        var now = time.GetElapsedTime(_start).Ticks;
        var bucket = _buckets.GetOrAdd(key, static _ => new Bucket());
        lock (bucket)
        {
            var full = Math.Max(bucket.FullAt, now);
            var most = now + perMinute * _interval;
            var isAllowed = full + _interval <= most;
            var isFirstRefusal = !isAllowed && !bucket.IsRefusing;
            full += isAllowed ? _interval : 0;
            bucket.FullAt = full;
            bucket.IsRefusing = !isAllowed;
            var remaining = (most - full) / _interval;
            // When the bucket holds one more than now.
            var wait = (remaining + 1) * _interval - (most - full);
            return new RateLimitAnswer(this, isAllowed, isFirstRefusal, remaining, TimeSpan.FromTicks(wait));
        }
    }

    private sealed class Bucket
    {
        public long FullAt { get; set; }

        public bool IsRefusing { get; set; }
    }
}

/// <param name="IsFirstRefusal">Refused, and the call before it was not.</param>
/// <param name="Remaining">So many more calls would be taken at this moment.</param>
/// <param name="UntilNext">After which one more would.</param>
internal readonly record struct RateLimitAnswer(
    RateLimit Limit,
    bool IsAllowed,
    bool IsFirstRefusal,
    long Remaining,
    TimeSpan UntilNext
)
{
    /// <summary>In whole seconds, never early.</summary>
    public long Seconds => (long)Math.Ceiling(UntilNext.TotalSeconds);

    /// <summary>As an item of <c>RateLimit</c>.</summary>
    public override string ToString() => $"\"{Limit.Name}\";r={Remaining};t={Seconds}";
}
