using System.Security.Claims;

namespace Cruddur.Server.Accounts;

/// <summary>What a cookie or a token says: whose it is.</summary>
/// <param name="Session">
/// The session that it belongs to. Null only when another issuer vouches for the caller with a token of its own, which is
/// judged by itself: there is nothing to end here.
/// </param>
internal sealed record CallerIdentity(Guid UserUuid, CallerSession? Session)
{
    private const string StampClaim = "stamp";
    private const string SessionClaim = "session";

    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, UserUuid.ToString("D"))], scheme);
        if (Session is { } session)
        {
            identity.AddClaim(new Claim(StampClaim, session.SecurityStamp));
            identity.AddClaim(new Claim(SessionClaim, session.Uuid.ToString("D")));
        }
        return new ClaimsPrincipal(identity);
    }

    /// <returns>Null when the principal is not one of ours.</returns>
    public static CallerIdentity? Of(ClaimsPrincipal principal) =>
        Guid.TryParseExact(principal.FindFirstValue(ClaimTypes.NameIdentifier), "D", out var userUuid)
            ? new CallerIdentity(userUuid, SessionOf(principal))
            : null;

    private static CallerSession? SessionOf(ClaimsPrincipal principal) =>
        Guid.TryParseExact(principal.FindFirstValue(SessionClaim), "D", out var session)
        && principal.FindFirstValue(StampClaim) is { } stamp
            ? new CallerSession(session, stamp)
            : null;
}

/// <summary>A browser or a program that signed in here.</summary>
/// <param name="Uuid">The same for as long as somebody stays signed in, or a token is good.</param>
/// <param name="SecurityStamp">The one that the account had when the session began.</param>
internal sealed record CallerSession(Guid Uuid, string SecurityStamp);

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

    /// <summary>Whether it is a browser with this server's cookie that calls.</summary>
    internal static bool IsByCookie(this ClaimsPrincipal principal) =>
        principal.Identity?.AuthenticationType == CallerSchemes.Cookie;
}
