using System.Security.Claims;

namespace Cruddur.Server.Accounts;

/// <summary>What a cookie or a token says: whose it is, and the stamp that the account had when it was made.</summary>
/// <param name="SessionId">The same for as long as somebody stays signed in, or a token is good; empty in those of before there was this.</param>
internal sealed record CallerIdentity(Guid UserUuid, string SecurityStamp, string SessionId)
{
    private const string StampClaim = "stamp";
    private const string SessionClaim = "session";

    public ClaimsPrincipal ToPrincipal(string scheme) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, UserUuid.ToString("D")),
                    new Claim(StampClaim, SecurityStamp),
                    new Claim(SessionClaim, SessionId),
                ],
                scheme
            )
        );

    /// <returns>Null when the principal is not one of ours.</returns>
    public static CallerIdentity? Of(ClaimsPrincipal principal) =>
        Guid.TryParseExact(principal.FindFirstValue(ClaimTypes.NameIdentifier), "D", out var userUuid)
        && principal.FindFirstValue(StampClaim) is { } stamp
            ? new CallerIdentity(userUuid, stamp, principal.FindFirstValue(SessionClaim) ?? "")
            : null;
}

/// <summary>Who is calling.</summary>
public static class CallerPrincipal
{
    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint lacks RequireAuthorization.</exception>
    public static Guid UserUuid(this ClaimsPrincipal principal) => principal.Caller().UserUuid;

    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint lacks RequireAuthorization.</exception>
    internal static CallerIdentity Caller(this ClaimsPrincipal principal) =>
        CallerIdentity.Of(principal)
        ?? throw new InvalidOperationException(
            "The caller is not signed in. Endpoints that ask who is calling need RequireAuthorization()."
        );
}
