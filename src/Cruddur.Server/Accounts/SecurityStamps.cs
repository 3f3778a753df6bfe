namespace Cruddur.Server.Accounts;

/// <summary>The stamps of accounts, asked for with every request and therefore kept for some seconds.</summary>
internal sealed class SecurityStamps(IAccounts accounts, TimeProvider time, ILogger<SecurityStamps> logger)
    : IDisposable
{
    /// <summary>How long a session may outlive a change of the password made on another node.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private const int Capacity = 100_000;

    private readonly RecentReads<Guid, string> _recent = new(time, Lifetime, Capacity);

    public void Dispose() => _recent.Dispose();

    public async ValueTask<bool> IsCurrentAsync(Guid userUuid, string stamp, CancellationToken cancellationToken)
    {
        if (_recent.TryGet(userUuid, out var kept) && kept == stamp)
        {
            return true;
        }
        // Also when another stamp is kept: this one may be newer, made on another node a moment ago.
        var changes = _recent.Changes;
        var account = await accounts.FindAsync(userUuid, cancellationToken);
        if (account?.SecurityStamp == stamp)
        {
            _recent.Keep(userUuid, stamp, changes);
            return true;
        }
        AccountsLog.StampRefused(logger, userUuid);
        return false;
    }

    /// <summary>Takes effect at once on this node, also against reads that are under way.</summary>
    public void Changed(Guid userUuid) => _recent.Forget(userUuid);
}
