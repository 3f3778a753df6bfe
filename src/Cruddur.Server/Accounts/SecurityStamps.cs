using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace Cruddur.Server.Accounts;

/// <summary>The stamps of accounts, asked for with every request and therefore kept for some seconds.</summary>
internal sealed class SecurityStamps(IAccounts accounts, TimeProvider time, ILogger<SecurityStamps> logger)
    : IDisposable
{
    /// <summary>How long a session may outlive a change of the password made on another node.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private const int Capacity = 100_000;

    private readonly MemoryCache _cache = new(
        new MemoryCacheOptions { SizeLimit = Capacity, Clock = new InjectedClock(time) }
    );
    private readonly Lock _lock = new();
    private long _changes;

    public void Dispose() => _cache.Dispose();

    public async ValueTask<bool> IsCurrentAsync(Guid userUuid, string stamp, CancellationToken cancellationToken)
    {
        if (_cache.TryGetValue(userUuid, out string? kept) && kept == stamp)
        {
            return true;
        }
        // Also when another stamp is kept: this one may be newer, made on another node a moment ago.
        var changes = Interlocked.Read(ref _changes);
        var account = await accounts.FindAsync(userUuid, cancellationToken);
        if (account?.SecurityStamp == stamp)
        {
            Keep(userUuid, stamp, ifChanges: changes);
            return true;
        }
        AccountsLog.StampRefused(logger, userUuid);
        return false;
    }

    /// <summary>Takes effect at once on this node, also against reads that are under way.</summary>
    public void Changed(Guid userUuid, string stamp)
    {
        Interlocked.Increment(ref _changes);
        Keep(userUuid, stamp, ifChanges: null);
    }

    private void Keep(Guid userUuid, string stamp, long? ifChanges)
    {
        lock (_lock)
        {
            if (ifChanges is null || ifChanges == Interlocked.Read(ref _changes))
            {
                var options = new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime };
                _cache.Set(userUuid, stamp, options);
            }
        }
    }

    private sealed class InjectedClock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
