using Cruddur.Server.Accounts;
using Cruddur.Server.Problems;
using Cruddur.Server.RateLimits;
using Cruddur.Server.Settings;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Security;

/// <summary>Composes what stands before every endpoint.</summary>
public static class SecuritySetup
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    private static readonly string[] RequestHeaders =
    [
        "Authorization",
        "Content-Type",
        "Last-Event-ID",
        CallerAuthentication.UserHeader,
    ];
    private static readonly string[] ResponseHeaders =
    [
        "Link",
        "Location",
        "Retry-After",
        RateLimitHeaders.Limit,
        RateLimitHeaders.Policy,
    ];

    public static WebApplicationBuilder AddSecurity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddSettings<SecurityOptions>();
        builder.AddRateLimits();
        services.AddCors();
        services
            .AddOptions<CorsOptions>()
            .Configure<IOptions<SecurityOptions>>(
                (cors, security) =>
                    cors.AddDefaultPolicy(policy =>
                        policy
                            .WithOrigins([.. security.Value.AllowedOrigins])
                            .WithMethods(Methods)
                            .WithHeaders(RequestHeaders)
                            .WithExposedHeaders(ResponseHeaders)
                            .DisallowCredentials()
                            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))
                    )
            );
        return builder;
    }

    /// <summary>
    /// Takes the caller's address and the scheme from proxies that are trusted. Before everything that asks for either. All
    /// of a chain that are trusted are gone through, from the nearest on; what stands before the first that is not is anybody's.
    /// </summary>
    public static WebApplication UseTrustedProxies(this WebApplication app)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in SettingsSetup.Read<SecurityOptions>(app.Configuration).TrustedNetworks())
        {
            options.KnownIPNetworks.Add(network);
        }
        // Without any it would trust everybody.
        if (options.KnownIPNetworks.Count > 0)
        {
            app.UseForwardedHeaders(options);
        }
        return app;
    }

    /// <summary>Before whatever answers in place of an endpoint.</summary>
    public static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        return app;
    }

    /// <summary>
    /// CORS, limits by address, the check of the origin, then authentication, limits by user, and authorization.
    /// Behind the handling of exceptions and of forwarded headers, before the endpoints.
    /// </summary>
    public static WebApplication UseSecurity(this WebApplication app)
    {
        app.UseCors();
        app.UseAddressLimits();
        app.UseMiddleware<SameOrigin>();
        app.UseAuthentication();
        app.UseUserLimits();
        app.UseAuthorization();
        app.Use(JsonCharset.RequireUtf8Async);
        return app;
    }
}
