using System.Security.Claims;

namespace Cruddur.Server.Accounts;

/// <summary>What a cookie or a token says: whose it is, and the stamp that the account had when it was made.</summary>
internal sealed record CallerIdentity(Guid UserUuid, string SecurityStamp)
{
    private const string StampClaim = "stamp";

    public ClaimsPrincipal ToPrincipal(string scheme) =>
        new(
            new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, UserUuid.ToString("D")), new Claim(StampClaim, SecurityStamp)],
                scheme
            )
        );

    /// <returns>Null when the principal is not one of ours.</returns>
    public static CallerIdentity? Of(ClaimsPrincipal principal) =>
        Guid.TryParseExact(principal.FindFirstValue(ClaimTypes.NameIdentifier), "D", out var userUuid)
        && principal.FindFirstValue(StampClaim) is { } stamp
            ? new CallerIdentity(userUuid, stamp)
            : null;
}

/// <summary>Who is calling.</summary>
public static class CallerPrincipal
{
    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint lacks RequireAuthorization.</exception>
    public static Guid UserUuid(this ClaimsPrincipal principal) =>
        CallerIdentity.Of(principal)?.UserUuid
        ?? throw new InvalidOperationException(
            "The caller is not signed in. Endpoints that ask who is calling need RequireAuthorization()."
        );
}
