using System.Reflection;
using Cruddur.Inbox;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

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

    private static readonly HealthWarning DirectoryUnreachable = new(
        "directory_unreachable",
        "Postgres, which has the people, does not answer. Nothing is lost; see that it runs and can be reached from here."
    );

    public static void MapHealth(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/health", Get).WithName("getHealth").WithTags("Health").AllowAnonymous();

    /// <param name="directory">Null when people are in the table.</param>
    internal static async Task<JsonHttpResult<HealthAnswer>> Get(
        IStorageEngine storage,
        IProjection projection,
        [FromServices] IDirectoryProbe? directory,
        CancellationToken cancellationToken
    )
    {
        var engine = storage.Status;
        var warnings = engine.Warnings.Select(warning => new HealthWarning(warning.Code, warning.Message)).ToList();
        if (projection.IsFailing)
        {
            warnings.Add(InboxesBehind);
        }
        var isReachable = directory is null || await directory.CanAnswerAsync(cancellationToken);
        if (!isReachable)
        {
            warnings.Add(DirectoryUnreachable);
        }
        return TypedResults.Json(
            new HealthAnswer(
                engine.IsReadOnly ? "read_only"
                    : isReachable ? "ok"
                    : "directory_unreachable",
                Version,
                engine.Engine,
                engine.Version,
                directory?.Name ?? "table",
                [.. warnings]
            ),
            statusCode: engine.IsReadOnly || !isReachable
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status200OK
        );
    }
}

/// <summary>The state of the server.</summary>
/// <param name="Status">
/// <c>ok</c>; <c>read_only</c> when the engine stopped accepting writes after a fault; <c>directory_unreachable</c> when
/// Postgres, which has the people, does not answer.
/// </param>
/// <param name="Directory">What has the people: <c>table</c> or <c>postgres</c>.</param>
public sealed record HealthAnswer(
    string Status,
    string Version,
    string Engine,
    string? SqliteVersion,
    string Directory,
    HealthWarning[] Warnings
);

/// <summary>Something that whoever runs the server should know.</summary>
public sealed record HealthWarning(string Code, string Detail);
