namespace Cruddur.Server.Accounts.Sessions;

/// <summary>Whether a caller whose cookie or token is right may still come in.</summary>
internal sealed class CallerCheck(UserSessions sessions, SecurityStamps stamps)
{
    /// <summary>
    /// The session may have been ended; the stamp is another after a change of the password, which so ends all sessions in
    /// one write. Somebody for whom another issuer vouches has neither.
    /// </summary>
    public async ValueTask<bool> IsGoodAsync(CallerIdentity caller, CancellationToken cancellationToken) =>
        caller.Session is not { } session
        || await sessions.IsGoodAsync(caller.UserUuid, session.Uuid, cancellationToken)
            && await stamps.IsCurrentAsync(caller.UserUuid, session.SecurityStamp, cancellationToken);
}
