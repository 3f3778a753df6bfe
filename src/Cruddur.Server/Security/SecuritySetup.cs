using Cruddur.Server.Accounts;
using Cruddur.Server.Settings;
using Microsoft.AspNetCore.Cors.Infrastructure;
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
    private static readonly string[] ResponseHeaders = ["Link", "Location", "Retry-After"];

    public static WebApplicationBuilder AddSecurity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddSettings<SecurityOptions>();
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
    /// Headers, CORS, the check of the origin, then authentication and authorization. Behind the handling of exceptions
    /// and of forwarded headers, before the endpoints.
    /// </summary>
    public static WebApplication UseSecurity(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseCors();
        app.UseMiddleware<SameOrigin>();
        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }
}
