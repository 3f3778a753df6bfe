using Cruddur.Live;
using Cruddur.Runtime;
using Cruddur.Storage;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Accounts.Sessions;

/// <summary>
/// Who is signed in, kept on the server: a session that is ended here is over in its browser, wherever its cookie went, and
/// the streams that it opened on this node are closed.
/// </summary>
internal sealed class UserSessions(
    SessionStore store,
    IAccounts accounts,
    TokenSeal seal,
    TokenReturns returns,
    LiveHub live,
    IUuidSource uuids,
    TimeProvider time,
    IOptions<AccountsOptions> options,
    ILogger<UserSessions> logger
) : IDisposable
{
    /// <summary>How long a session may outlive its end on another node.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private const int Capacity = 100_000;
    private const int EndedAtATime = 8;

    private readonly RecentReads<Guid, Guid> _recent = new(time, Lifetime, Capacity);

    public void Dispose() => _recent.Dispose();

    public async Task<CallerIdentity> BeginAsync(
        VerifyResult.Verified verified,
        SessionKind kind,
        SessionOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var expiresAt = ExpiryOf(kind, now);
        var tokens = verified.Tokens;
        // Over before its provider is asked about it for the first time: nobody would give these back then.
        if (
            kind == SessionKind.Token
            && tokens is not null
            && (expiresAt <= now + SessionStore.SeenInterval || expiresAt <= tokens.ExpiresAt)
        )
        {
            Return(tokens);
            tokens = null;
        }
        var session = new StoredSession(
            verified.UserUuid,
            uuids.Next(),
            kind,
            CreatedAt: now,
            LastSeenAt: now,
            expiresAt,
            origin.Device,
            origin.Address,
            seal.Seal(tokens)
        );
        try
        {
            await EndAsync(await store.AddAsync(session, cancellationToken));
        }
        catch
        {
            Return(tokens);
            throw;
        }
        return new CallerIdentity(verified.UserUuid, new CallerSession(session.Uuid, verified.SecurityStamp));
    }

    /// <summary>No session begins of it, with which its tokens would be given back.</summary>
    public void NotBegun(VerifyResult.Verified verified) => Return(verified.Tokens);

    /// <summary>Whether it is still good. Reads once in some seconds, and writes once an hour that it is in use.</summary>
    public async ValueTask<bool> IsGoodAsync(Guid userUuid, Guid uuid, CancellationToken cancellationToken)
    {
        if (_recent.TryGet(uuid, out var owner) && owner == userUuid)
        {
            return true;
        }
        var changes = _recent.Changes;
        var session = await store.FindAsync(userUuid, uuid, cancellationToken);
        if (session is null || !await GoesOnAsync(session, cancellationToken))
        {
            AccountsLog.SessionRefused(logger, uuid, userUuid);
            return false;
        }
        _recent.Keep(uuid, userUuid, changes);
        return true;
    }

    public Task<IReadOnlyList<StoredSession>> ListAsync(Guid userUuid, CancellationToken cancellationToken) =>
        store.ListAsync(userUuid, cancellationToken);

    /// <returns>False when there is none, or none any more.</returns>
    public async Task<bool> EndAsync(Guid userUuid, Guid uuid, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(userUuid, uuid, cancellationToken) is not { } session)
        {
            return false;
        }
        await EndAsync([session]);
        return true;
    }

    /// <summary>Ends all of a person's but one, whether or not the caller still waits.</summary>
    /// <param name="except">The one that goes on; null for none.</param>
    public async Task EndAllAsync(Guid userUuid, Guid? except)
    {
        var sessions = await store.ListAsync(userUuid, CancellationToken.None);
        await EndAsync([.. sessions.Where(session => session.Uuid != except)]);
    }

    /// <summary>
    /// Ends what a new password has ended already, by the stamp. The password is another: that this failed is no answer to
    /// whoever set it.
    /// </summary>
    /// <inheritdoc cref="EndAllAsync"/>
    public async Task TidyAsync(Guid userUuid, Guid? except)
    {
        try
        {
            await EndAllAsync(userUuid, except);
        }
        catch (StorageException exception)
        {
            AccountsLog.SessionsLeft(logger, userUuid, exception);
        }
    }

    // Not to be cancelled: who hangs up while a stolen session ends must not leave it half ended. The provider, which may
    // take its time, is told afterwards.
    private async Task EndAsync(IReadOnlyCollection<StoredSession> sessions)
    {
        await Parallel.ForEachAsync(
            sessions,
            new ParallelOptions { MaxDegreeOfParallelism = EndedAtATime },
            async (session, _) =>
            {
                await store.RemoveAsync(session, CancellationToken.None);
                _recent.Forget(session.Uuid);
                live.CloseSession(session.UserUuid, session.Uuid);
            }
        );
        foreach (var session in sessions)
        {
            Return(seal.Open(session.SealedTokens));
        }
    }

    private void Return(ProviderTokens? tokens)
    {
        if (tokens is not null)
        {
            returns.Add(tokens);
        }
    }

    private async Task<bool> GoesOnAsync(StoredSession session, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - session.LastSeenAt < SessionStore.SeenInterval)
        {
            return true;
        }
        var seen = session with { LastSeenAt = now };
        if (session.Kind == SessionKind.Browser)
        {
            seen = seen with { ExpiresAt = ExpiryOf(session.Kind, now) };
        }
        if (session.SealedTokens is not null)
        {
            switch (await RefreshAsync(session, cancellationToken))
            {
                case RefreshResult.Refreshed { Tokens: var tokens }:
                    seen = seen with { SealedTokens = seal.Seal(tokens) };
                    break;
                case RefreshResult.Ended:
                    await EndAsync([session]);
                    return false;
            }
        }
        try
        {
            return await store.SeeAsync(seen, cancellationToken);
        }
        catch (StorageException exception)
        {
            // Whoever only reads must not be turned away because nothing can be written; the next request tries again.
            AccountsLog.SessionNotSeen(logger, session.Uuid, exception);
            return true;
        }
    }

    // Tokens whose key is gone can never be asked about again.
    private async Task<RefreshResult> RefreshAsync(StoredSession session, CancellationToken cancellationToken) =>
        seal.Open(session.SealedTokens) is { } tokens
            ? await accounts.RefreshAsync(tokens, cancellationToken)
            : new RefreshResult.Ended();

    // A browser's slides with its use, which is written once in an interval: by that much later than the cookie's, so that
    // it never ends before.
    private DateTimeOffset ExpiryOf(SessionKind kind, DateTimeOffset now) =>
        kind == SessionKind.Browser
            ? now + options.Value.SessionLifetime + SessionStore.SeenInterval
            : now + options.Value.AccessTokenLifetime;
}
