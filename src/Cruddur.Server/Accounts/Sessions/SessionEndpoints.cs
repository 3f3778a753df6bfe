using Cruddur.Server.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cruddur.Server.Accounts.Sessions;

/// <summary>Where callers are signed in, and ending that.</summary>
internal static class SessionEndpoints
{
    public static async Task<Ok<SessionAnswer[]>> List(
        HttpContext context,
        UserSessions sessions,
        CancellationToken cancellationToken
    )
    {
        var caller = context.User.Caller();
        var listed = await sessions.ListAsync(caller.UserUuid, cancellationToken);
        return TypedResults.Ok(
            listed
                .OrderByDescending(session => session.LastSeenAt)
                .Select(session => SessionAnswer.Of(session, caller.Session?.Uuid))
                .ToArray()
        );
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> End(
        [FromRoute(Name = "session_uuid")] Guid sessionUuid,
        HttpContext context,
        UserSessions sessions,
        ILogger<UserSessions> logger,
        CancellationToken cancellationToken
    )
    {
        var caller = context.User.Caller();
        if (!await sessions.EndAsync(caller.UserUuid, sessionUuid, cancellationToken))
        {
            return ApiProblem.Of(
                ProblemCode.SessionNotFound,
                "You have no such session, or it is over already. GET /api/sessions lists those that you have."
            );
        }
        AccountsLog.SessionEnded(logger, sessionUuid, caller.UserUuid);
        if (sessionUuid == caller.Session?.Uuid && context.User.IsByCookie())
        {
            await context.SignOutAsync(CallerSchemes.Cookie);
        }
        return TypedResults.NoContent();
    }

    public static async Task<NoContent> EndOthers(
        HttpContext context,
        UserSessions sessions,
        ILogger<UserSessions> logger
    )
    {
        var caller = context.User.Caller();
        await sessions.EndAllAsync(caller.UserUuid, caller.Session?.Uuid);
        AccountsLog.OtherSessionsEnded(logger, caller.UserUuid);
        return TypedResults.NoContent();
    }
}

/// <param name="LastSeenAt">Behind by up to an hour.</param>
/// <param name="IsCurrent">Whether the call that asked was made in it.</param>
internal sealed record SessionAnswer(
    Guid Uuid,
    string Kind,
    string Device,
    string Address,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    bool IsCurrent
)
{
    public static SessionAnswer Of(StoredSession session, Guid? current) =>
        new(
            session.Uuid,
            session.Kind.ToString().ToLowerInvariant(),
            session.Device,
            session.Address,
            session.CreatedAt,
            session.LastSeenAt,
            session.Uuid == current
        );

    // Without where it is, which must not come into logs.
    public override string ToString() => $"session {Uuid}";
}
