using Cruddur.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Security;

/// <summary>
/// The route matrix. A route that is mapped and has no row here fails the tests, and so does a row whose route is gone. Add one
/// with a call that succeeds; who else may make it follows from its <see cref="Access"/>.
/// </summary>
internal static class Routes
{
    public static readonly RouteRow[] Rows =
    [
        Anyone("GET", "/api/health", 200),
        Anyone("GET", "/openapi/{documentName}.json", 200),
        Anyone(
            "POST",
            "/api/accounts",
            201,
            world => new
            {
                handle = $"new_{world.Number}",
                display_name = "Nina New",
                email = $"new.{world.Number}@example.test",
                password = TestApp.Password,
            }
        ),
        Anyone("POST", "/api/session", 200, Credentials) with
        {
            SetsCookie = true,
        },
        Anyone("POST", "/api/tokens", 200, Credentials),
        Anyone("GET", "/api/sign_in", 200),
        // Without a pool there is no page of it to lead to.
        Anyone("GET", "/api/session/hosted", 404),
        // With a code that was never sent: alike for everybody, whether there is such an account or not.
        Anyone("POST", "/api/accounts/confirmation", 422, world => new { login = world.Handle, code = "ABCD-EFGH" }),
        Anyone("POST", "/api/accounts/confirmation/resend", 202, world => new { login = world.Handle }),
        Anyone("POST", "/api/password/forgot", 202, world => new { login = world.Handle }),
        Anyone(
            "POST",
            "/api/password/reset",
            422,
            world => new
            {
                login = world.Handle,
                code = "ABCD-EFGH",
                password = TestApp.Password,
            }
        ),
        SignedIn("DELETE", "/api/session", 204) with
        {
            SetsCookie = true,
        },
        SignedIn("GET", "/api/sessions", 200),
        SignedIn("DELETE", "/api/sessions", 204),
        // Of nobody: whose own there are, only they are told (SessionListTests).
        SignedIn("DELETE", "/api/sessions/{session_uuid:guid}", 404),
        SignedIn("GET", "/api/me", 200),
        SignedIn("PATCH", "/api/me", 200, _ => new { display_name = "Somebody Else" }),
        SignedIn(
            "PUT",
            "/api/me/password",
            204,
            _ => new { current_password = TestApp.Password, new_password = "another-horse-battery" }
        ),
        SignedIn("GET", "/api/users", 200) with
        {
            Query = "?query=a",
        },
        SignedIn("GET", "/api/users/@{handle}/short", 200),
        SignedIn("GET", "/api/message_groups", 200),
        SignedIn("POST", "/api/message_groups", 200, world => new { handle = world.OtherHandle }),
        SignedIn("GET", "/api/messages/counter", 200),
        SignedIn("POST", "/api/messages", 200, world => new { message = "hello", handle = world.OtherHandle }),
        SignedIn("GET", "/api/events", 200),
        SignedIn("GET", "/api/sync", 200),
        Reader("/api/activities/home", 200),
        Reader("/api/activities/@{handle}", 200),
        Reader("/api/activities/{activity_uuid:guid}", 200),
        SignedIn("POST", "/api/activities", 200, _ => new { message = "hello all" }),
        SignedIn("POST", "/api/activities/{activity_uuid:guid}/replies", 200, _ => new { message = "hello" }),
        SignedIn("PUT", "/api/activities/{activity_uuid:guid}/like", 200),
        SignedIn("DELETE", "/api/activities/{activity_uuid:guid}/like", 200),
        new("DELETE", "/api/activities/{activity_uuid:guid}", Access.Author, 204),
        Member("GET", "/api/message_groups/{message_group_uuid:guid}", 200),
        Member("POST", "/api/message_groups/{message_group_uuid:guid}/read", 200, _ => new { seq = 0 }),
        Member("POST", "/api/message_groups/{message_group_uuid:guid}/typing", 204),
        Member(
            "PUT",
            "/api/message_groups/{message_group_uuid:guid}/messages/{message_uuid:guid}",
            200,
            _ => new { message = "hello", @base = 0 }
        ),
        Member("GET", "/api/messages/{message_group_uuid:guid}", 200),
        Member("POST", "/api/messages", 200, world => new { message = "hello", message_group_uuid = world.Group }),
    ];

    /// <summary>All routes of a server, as <c>METHOD pattern</c>.</summary>
    public static IEnumerable<(string Method, RouteEndpoint Endpoint)> Of(TestApp app) =>
        app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["(any)"]).Select(method =>
                    (method, endpoint)
                )
            );

    private static object Credentials(RouteWorld world) => new { login = world.Handle, password = TestApp.Password };

    private static RouteRow Anyone(string method, string pattern, int status, Func<RouteWorld, object>? body = null) =>
        new(method, pattern, Access.Anyone, status) { Body = body };

    private static RouteRow Reader(string pattern, int status) => new("GET", pattern, Access.Reader, status);

    private static RouteRow SignedIn(
        string method,
        string pattern,
        int status,
        Func<RouteWorld, object>? body = null
    ) => new(method, pattern, Access.SignedIn, status) { Body = body };

    private static RouteRow Member(string method, string pattern, int status, Func<RouteWorld, object>? body = null) =>
        new(method, pattern, Access.Member, status) { Body = body };
}
