using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Cruddur.Server.Security;

/// <summary>What every answer tells a browser not to do.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<SecurityOptions> options)
{
    // Trusted Types: the client gives no text to the page as HTML or script, and makes no policy that could.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    private static readonly KeyValuePair<string, StringValues>[] Always =
    [
        new("Content-Security-Policy", ContentSecurityPolicy),
        new("X-Content-Type-Options", "nosniff"),
        new("Referrer-Policy", "same-origin"),
        new("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
        new("Cross-Origin-Opener-Policy", "same-origin"),
        new("Cross-Origin-Resource-Policy", "same-origin"),
    ];

    // A browser would not come back to a laptop's other programs, which speak plain HTTP under the same name.
    private static readonly string[] ThisMachine = ["localhost", "127.0.0.1", "[::1]"];

    private readonly string _transport = options.Value.StrictTransportSecurity;

    public Task InvokeAsync(HttpContext context)
    {
        // At the start of the answer, as handling an exception clears the headers set before.
        context.Response.OnStarting(Add, context);
        return next(context);
    }

    private Task Add(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        foreach (var (name, value) in Always)
        {
            headers.TryAdd(name, value);
        }
        if (context.Request.IsHttps && _transport.Length > 0 && !ThisMachine.Contains(context.Request.Host.Host))
        {
            headers.TryAdd("Strict-Transport-Security", _transport);
        }
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            headers.TryAdd("Cache-Control", "no-store");
        }
        return Task.CompletedTask;
    }
}
