using System.Reflection;
using Cruddur.Inbox;
using Cruddur.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cruddur.Server.Health;

/// <summary>Whether the server can do its work, for people and for load balancers.</summary>
internal static class HealthEndpoint
{
    private static readonly string Version = typeof(HealthEndpoint)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion;

    private static readonly HealthWarning InboxesBehind = new(
        "inboxes_behind",
        "The lists of conversations cannot follow the messages. Nothing is lost, and it is tried again; the server's log "
            + "says what is in the way."
    );

    public static void MapHealth(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/health", Get).WithName("getHealth").WithTags("Health").AllowAnonymous();

    internal static JsonHttpResult<HealthAnswer> Get(IStorageEngine storage, IProjection projection)
    {
        var engine = storage.Status;
        var warnings = engine.Warnings.Select(warning => new HealthWarning(warning.Code, warning.Message)).ToList();
        if (projection.IsFailing)
        {
            warnings.Add(InboxesBehind);
        }
        return TypedResults.Json(
            new HealthAnswer(
                engine.IsReadOnly ? "read_only" : "ok",
                Version,
                engine.Engine,
                engine.Version,
                [.. warnings]
            ),
            statusCode: engine.IsReadOnly ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK
        );
    }
}

/// <summary>The state of the server.</summary>
/// <param name="Status"><c>ok</c>, or <c>read_only</c> when the engine stopped accepting writes after a fault.</param>
public sealed record HealthAnswer(
    string Status,
    string Version,
    string Engine,
    string? SqliteVersion,
    HealthWarning[] Warnings
);

/// <summary>Something that whoever runs the server should know.</summary>
public sealed record HealthWarning(string Code, string Detail);
