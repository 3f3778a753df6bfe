using Microsoft.AspNetCore.Authentication.Cookies;

namespace Cruddur.Server.Accounts;

/// <summary>
/// The cookie by two names. Over HTTPS it is <c>__Host-cruddur</c> with <c>Secure</c>, which a browser takes from this
/// very host only. Over plain HTTP, a laptop or a local network without certificates, browsers refuse that name, and
/// Safari refuses <c>Secure</c> even on http://localhost: there it is <c>cruddur</c>. Each name counts over its own
/// scheme only, so that whoever can plant the plain one cannot sign a browser in over HTTPS.
/// </summary>
internal sealed class SessionCookie : ICookieManager
{
    private const string SecureName = "__Host-cruddur";
    private const string PlainName = "cruddur";

    public static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    public static bool IsCarriedBy(HttpRequest request) => request.Cookies.ContainsKey(NameFor(request));

    public string? GetRequestCookie(HttpContext context, string key) =>
        context.Request.Cookies[NameFor(context.Request)];

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        context.Response.Cookies.Append(NameFor(context.Request), value ?? "", ForHost(context, options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        context.Response.Cookies.Delete(NameFor(context.Request), ForHost(context, options));

    // What the prefix __Host- demands: Secure, the whole path, no domain.
    private static CookieOptions ForHost(HttpContext context, CookieOptions options) =>
        new(options)
        {
            Secure = context.Request.IsHttps,
            Path = "/",
            Domain = null,
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
        };
}
