using Cruddur.Server.Accounts;
using Cruddur.Server.Accounts.Sessions;
using Cruddur.Storage;

namespace Cruddur.Server.Live;

/// <summary>
/// Whether whoever opened a stream may still listen. Signing out and a changed password close streams of this server at
/// once; this finds what happened on another, and a session or token that ran out.
/// </summary>
internal sealed class StreamAuthorization(
    CallerIdentity caller,
    DateTimeOffset? expires,
    CallerCheck check,
    TimeProvider time,
    TimeSpan interval
)
{
    private DateTimeOffset _checkedAt = time.GetUtcNow();

    /// <summary>Looks at the time whenever it is asked, and at the account once in an interval.</summary>
    public async ValueTask<bool> IsGoodAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (expires <= now)
        {
            return false;
        }
        if (now - _checkedAt < interval)
        {
            return true;
        }
        _checkedAt = now;
        try
        {
            return await check.IsGoodAsync(caller, cancellationToken);
        }
        catch (StorageException)
        {
            // Not known, so no: the client comes back, and is told what is the matter.
            return false;
        }
    }
}
