using System.Net;
using Cruddur.Server.Security;
using Microsoft.AspNetCore.HttpOverrides;

namespace Cruddur.Server.RateLimits;

/// <summary>
/// Says once that somebody stands between this server and its callers whom it was not told to believe: then all their callers
/// are one address to it, and use up the limits of each other.
/// </summary>
internal sealed partial class UntrustedProxy(ILogger<UntrustedProxy> logger)
{
    private int _isTold;

    public void Notice(HttpContext context)
    {
        // What was believed is renamed.
        if (
            Volatile.Read(ref _isTold) == 0
            && context.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName)
            && !context.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName)
            && Interlocked.Exchange(ref _isTold, 1) == 0
        )
        {
            LogUntrusted(context.Connection.RemoteIpAddress, nameof(SecurityOptions.TrustedProxies));
        }
    }

    [LoggerMessage(
        2600,
        LogLevel.Warning,
        "A call from {Address} says whom it is forwarded for, which is not believed: all that come from there count as one "
            + "address. If it is your proxy, name it in Security:{Setting}."
    )]
    private partial void LogUntrusted(IPAddress? address, string setting);
}
