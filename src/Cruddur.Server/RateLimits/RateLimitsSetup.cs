using Cruddur.Server.Accounts;
using Cruddur.Server.Settings;

namespace Cruddur.Server.RateLimits;

/// <summary>Composes the limits.</summary>
internal static class RateLimitsSetup
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.AddSettings<RateLimitsOptions>();
        builder.Services.AddSingleton<RateLimiter>();
        builder.Services.AddSingleton<UntrustedProxy>();
    }

    /// <summary>By address. Before anything that costs: reading who is calling is a read of the table.</summary>
    public static void UseAddressLimits(this WebApplication app)
    {
        if (!IsEnabled(app))
        {
            return;
        }
        var proxy = app.Services.GetRequiredService<UntrustedProxy>();
        var limiter = app.Services.GetRequiredService<RateLimiter>();
        app.Use(
            (context, next) =>
            {
                if (!IsOfApi(context))
                {
                    return next(context);
                }
                proxy.Notice(context);
                return limiter.RefuseAddress(context)?.ExecuteAsync(context) ?? next(context);
            }
        );
    }

    /// <summary>By user. Behind authentication.</summary>
    public static void UseUserLimits(this WebApplication app)
    {
        if (!IsEnabled(app))
        {
            return;
        }
        var limiter = app.Services.GetRequiredService<RateLimiter>();
        app.Use(
            (context, next) =>
                CallerIdentity.Of(context.User) is { } caller
                && limiter.RefuseUser(context, caller.UserUuid) is { } refused
                    ? refused.ExecuteAsync(context)
                    : next(context)
        );
    }

    // Files of the page cost next to nothing, and are many when it is loaded.
    private static bool IsOfApi(HttpContext context) =>
        context.GetEndpoint() is not null
        || context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static bool IsEnabled(WebApplication app) =>
        SettingsSetup.Read<RateLimitsOptions>(app.Configuration).Enabled;
}
