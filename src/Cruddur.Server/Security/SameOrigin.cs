using Cruddur.Server.Accounts;
using Cruddur.Server.Problems;

namespace Cruddur.Server.Security;

/// <summary>
/// Refuses calls that change something when another site's page made the browser send them with the cookie. The cookie's
/// <c>SameSite=Lax</c> already keeps it from most of them; not from other hosts of the same site, nor from old browsers.
/// </summary>
internal sealed class SameOrigin(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        return IsUnsafe(request) && UsesCookie(request) && IsForeign(request)
            ? ApiProblem
                .Of(
                    ProblemCode.ForeignOrigin,
                    "The call carries the session cookie but was made by another site's page. "
                        + "From there, send a bearer token from POST /api/tokens and no cookie."
                )
                .ExecuteAsync(context)
            : next(context);
    }

    private static bool IsUnsafe(HttpRequest request) =>
        !(
            HttpMethods.IsGet(request.Method)
            || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method)
            || HttpMethods.IsTrace(request.Method)
        );

    // Signing in carries no cookie yet but sets one: another site must not sign people in as somebody of its choice.
    private static bool UsesCookie(HttpRequest request) =>
        !CallerSchemes.CarriesBearer(request)
        && (
            SessionCookie.IsCarriedBy(request)
            || request.Path.StartsWithSegments("/api/session", StringComparison.OrdinalIgnoreCase)
        );

    // Browsers send one or both of these and no page can change them; programs send neither.
    private static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !IsThisHost(origin, request);
    }

    // Without the scheme: behind a proxy that ends TLS it is not known for certain.
    private static bool IsThisHost(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
        && (request.Host.Port is { } port ? uri.Port == port : uri.IsDefaultPort);
}
