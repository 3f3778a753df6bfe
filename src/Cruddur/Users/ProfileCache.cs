using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace Cruddur.Users;

/// <summary>
/// Profiles and owners of handles and subjects read a moment ago. A page of an inbox names twenty people and is asked for thousands of
/// times a second.
/// </summary>
internal sealed class ProfileCache(TimeProvider time) : IDisposable
{
    /// <summary>How long a change of name made on another node may go unseen here.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>Entries; about 500 bytes each.</summary>
    private const int Capacity = 50_000;

    private readonly MemoryCache _cache = new(
        new MemoryCacheOptions { SizeLimit = Capacity, Clock = new InjectedClock(time) }
    );
    private readonly Lock _lock = new();

    public UserProfile? Find(Guid uuid) => _cache.TryGetValue(uuid, out StoredProfile? kept) ? kept!.Profile : null;

    public Guid? FindOwner(Handle handle) =>
        _cache.TryGetValue(handle.Folded, out HandleClaim? kept) ? kept!.UserUuid : null;

    public Guid? FindOwner(Subject subject) =>
        _cache.TryGetValue(subject, out SubjectClaim? kept) ? kept!.UserUuid : null;

    /// <summary>
    /// Keeps what was read or written, unless something newer is here: a read that began before a rename may end
    /// after it.
    /// </summary>
    /// <returns>What is kept.</returns>
    public UserProfile Keep(StoredProfile stored)
    {
        var uuid = stored.Profile.Uuid;
        lock (_lock)
        {
            if (_cache.TryGetValue(uuid, out StoredProfile? kept) && kept!.Version > stored.Version)
            {
                return kept.Profile;
            }
            _cache.Set(uuid, stored, Options());
            return stored.Profile;
        }
    }

    /// <summary>A handle never goes to somebody else, so this one could be kept for longer.</summary>
    public void Keep(HandleClaim claim) => _cache.Set(claim.Handle.Folded, claim, Options());

    public void Keep(SubjectClaim claim) => _cache.Set(claim.Subject, claim, Options());

    public void Dispose() => _cache.Dispose();

    private static MemoryCacheEntryOptions Options() => new() { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime };

    private sealed class InjectedClock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
