using Cruddur.Runtime;

namespace Cruddur.Live;

/// <summary>Passes on that somebody writes in a group once in a while, however often they say so.</summary>
public sealed class TypingThrottle(TimeProvider time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Who falls out is passed on once more.
    private const int Remembered = 10_000;

    private readonly BoundedCache<(Guid Group, Guid User), Last> _last = new(Remembered);

    public bool Allows(Guid messageGroupUuid, Guid userUuid)
    {
        var last = _last.GetOrAdd((messageGroupUuid, userUuid), static _ => new Last());
        var now = time.GetUtcNow();
        lock (last)
        {
            if (last.At is { } at && now - at < Interval)
            {
                return false;
            }
            last.At = now;
            return true;
        }
    }

    private sealed class Last
    {
        public DateTimeOffset? At { get; set; }
    }
}
