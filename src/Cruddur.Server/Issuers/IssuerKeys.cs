namespace Cruddur.Server.Issuers;

/// <summary>
/// The keys of an issuer, kept. They are fetched again in the background when they are ten minutes old, and for a kid that is
/// not among them; while the issuer cannot be reached those of before go on, for a day.
/// </summary>
/// <remarks>
/// One fetch at a time, and at most one a minute (one in ten seconds after a failure), whatever is asked for: whoever sends made-up
/// kids must not turn this server against the issuer.
/// </remarks>
internal sealed class IssuerKeys(
    Func<CancellationToken, Task<IReadOnlyDictionary<string, VerificationKey>>> fetch,
    string issuer,
    TimeProvider time,
    ILogger logger
)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan MostStale = TimeSpan.FromHours(24);
    public static readonly TimeSpan LeastPause = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private volatile KeptKeys? _kept;
    private volatile bool _hasFailed;
    private Task? _fetching;
    private DateTimeOffset? _nextFetch;

    public async ValueTask<KeyLookup> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        var kept = _kept;
        var age = time.GetUtcNow() - kept?.FetchedAt;
        if (kept is not null && age <= MostStale && kept.Keys.TryGetValue(keyId, out var key))
        {
            if (age > Fresh)
            {
                _ = Refresh();
            }
            return new KeyLookup.Found(key);
        }
        await Refresh().WaitAsync(cancellationToken);
        kept = _kept;
        return kept is null || time.GetUtcNow() - kept.FetchedAt > MostStale ? new KeyLookup.Unavailable()
            : kept.Keys.TryGetValue(keyId, out key) ? new KeyLookup.Found(key)
            // It may be a new one: that it is none is known only of keys that were just to be had.
            : _hasFailed ? new KeyLookup.Unavailable()
            : new KeyLookup.Unknown();
    }

    /// <returns>A fetch, which never fails; one that is over when it is too early for another.</returns>
    public Task Refresh()
    {
        lock (_lock)
        {
            if (_fetching is { IsCompleted: false })
            {
                return _fetching;
            }
            var now = time.GetUtcNow();
            if (now < _nextFetch)
            {
                return Task.CompletedTask;
            }
            // Not by the caller, whose request may be given up; and not in the lock.
            _nextFetch = now + LeastPause;
            return _fetching = Task.Run(FetchAsync);
        }
    }

    private async Task FetchAsync()
    {
        try
        {
            // The client has its own limit of time.
            var keys = await fetch(CancellationToken.None);
            _kept = new KeptKeys(keys, time.GetUtcNow());
            _hasFailed = false;
            IssuersLog.KeysFetched(logger, issuer, keys.Count);
        }
        catch (IssuerException exception)
        {
            _hasFailed = true;
            lock (_lock)
            {
                _nextFetch = time.GetUtcNow() + PauseAfterFailure;
            }
            IssuersLog.KeysNotFetched(logger, issuer, _kept is not null, exception.Message);
        }
    }

    private sealed record KeptKeys(IReadOnlyDictionary<string, VerificationKey> Keys, DateTimeOffset FetchedAt);
}

/// <summary>What there is under a kid.</summary>
internal abstract record KeyLookup
{
    private KeyLookup() { }

    public sealed record Found(VerificationKey Key) : KeyLookup;

    public sealed record Unknown : KeyLookup;

    /// <summary>No keys that are recent enough; or not among those that are kept, while the issuer gives no others.</summary>
    public sealed record Unavailable : KeyLookup;
}
