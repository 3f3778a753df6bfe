using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace Cruddur.Server.Accounts;

/// <summary>
/// What every request asks for, kept for some seconds. What this node changes counts at once, also against reads that are
/// under way; what another changed counts when the time is over.
/// </summary>
internal sealed class RecentReads<TKey, TValue>(TimeProvider time, TimeSpan lifetime, int capacity) : IDisposable
    where TKey : notnull
{
    private readonly MemoryCache _cache = new(
        new MemoryCacheOptions { SizeLimit = capacity, Clock = new InjectedClock(time) }
    );
    private readonly Lock _lock = new();
    private long _changes;

    /// <summary>Asked before reading, for <see cref="Keep"/>.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    public void Dispose() => _cache.Dispose();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _cache.TryGetValue(key, out value);

    /// <summary>Keeps what was read, unless something was changed since the reading began.</summary>
    public void Keep(TKey key, TValue value, long ifChanges)
    {
        lock (_lock)
        {
            if (ifChanges == _changes)
            {
                _cache.Set(
                    key,
                    value,
                    new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = lifetime }
                );
            }
        }
    }

    /// <summary>It was changed here: whoever asks reads again.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
        {
            _changes++;
            _cache.Remove(key);
        }
    }

    private sealed class InjectedClock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
