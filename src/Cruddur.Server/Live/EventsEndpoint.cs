using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Cruddur.Live;
using Cruddur.Server.Accounts;
using Cruddur.Server.Accounts.Sessions;
using Cruddur.Server.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Live;

/// <summary>What happens, as it happens, to whoever is signed in: server-sent events.</summary>
internal static class EventsEndpoint
{
    private const string RetryAfterSeconds = "5";

    /// <param name="cursor">The <c>id</c> of the last event that the client has.</param>
    /// <param name="lastEventId">The same as a browser sends it when it reconnects, and newer than the address.</param>
    public static Results<ServerSentEventsResult<byte[]>, ProblemHttpResult> Get(
        [FromQuery] string? cursor,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        ClaimsPrincipal user,
        HttpContext context,
        StreamServices services
    )
    {
        var caller = user.Caller();
        var subscription = services.Hub.Subscribe(caller.UserUuid, caller.Session?.Uuid, context.Abort);
        if (subscription is null)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return ApiProblem.Of(
                ProblemCode.TooManyStreams,
                $"You have {services.Options.Value.StreamsPerUser} streams open on this server, the most there may be. Close one."
            );
        }
        context.Response.RegisterForDispose(subscription);
        // Asks nginx, and what behaves like it, to pass each event on at once.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var authorization = new StreamAuthorization(
            caller,
            context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc,
            services.Check,
            services.Time,
            services.Options.Value.ReauthorizeInterval
        );
        var since = string.IsNullOrEmpty(lastEventId) ? cursor : lastEventId;
        return TypedResults.ServerSentEvents(
            WriteAsync(subscription, since, authorization, services, context.RequestAborted)
        );
    }

    private static async IAsyncEnumerable<SseItem<byte[]>> WriteAsync(
        LiveSubscription subscription,
        string? cursor,
        StreamAuthorization authorization,
        StreamServices services,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var events = services.Streams.RunAsync(subscription, cursor, authorization.IsGoodAsync, cancellationToken);
        await foreach (var sent in events)
        {
            await foreach (var item in services.Writer.WriteAsync(sent, cancellationToken))
            {
                yield return item;
            }
        }
    }
}

/// <summary>What every stream needs.</summary>
internal sealed record StreamServices(
    LiveHub Hub,
    LiveStreams Streams,
    EventWriter Writer,
    CallerCheck Check,
    TimeProvider Time,
    IOptions<LiveOptions> Options
);
