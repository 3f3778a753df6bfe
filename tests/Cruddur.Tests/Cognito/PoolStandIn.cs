using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Cruddur.Tests.Issuers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cruddur.Tests.Cognito;

/// <summary>
/// A pool with one person, who has every password, on a clock of the test: for what the emulator never does, such as being
/// throttled, silent or wrong.
/// </summary>
internal sealed class PoolStandIn : IAsyncDisposable
{
    public const string PoolId = "eu-west-1_StandIn";

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<(string Operation, JsonElement Body)> _calls = [];

    private (string Sub, string Username, string Wish, string Email) _person = (
        "sub-of-alice",
        "alice",
        "alice",
        "alice@example.test"
    );

    private PoolStandIn(TimeProvider time)
    {
        _time = time;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapGet(
            $"/{PoolId}/.well-known/jwks.json",
            () => Results.Json(new { keys = new[] { SigningKey.First.ToJwk() } })
        );
        _app.MapPost("/", AnswerAsync);
        _app.MapPost(
            "/oauth2/token",
            context =>
                Instead.TryGetValue("token", out var instead)
                    ? instead(context)
                    : WriteAsync(context, new { access_token = AccessToken, token_type = "Bearer" })
        );
    }

    public string Endpoint { get; private set; } = null!;

    /// <summary>What is answered instead, by operation.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, Task>> Instead { get; } = new(StringComparer.Ordinal);

    public IReadOnlyCollection<(string Operation, JsonElement Body)> Calls => _calls;

    public string[] Settings =>
        [
            "--Accounts:Provider=Cognito",
            $"--Cognito:UserPoolId={PoolId}",
            $"--Cognito:ClientId={TokenForge.Client}",
            $"--Cognito:Endpoint={Endpoint}",
        ];

    public static async Task<PoolStandIn> StartAsync(TimeProvider time)
    {
        var pool = new PoolStandIn(time);
        await pool._app.StartAsync();
        var addresses = pool._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        pool.Endpoint = addresses.Addresses.Single();
        return pool;
    }

    public void Refuse(string operation, string exception, string message = "") =>
        Instead[operation] = context =>
        {
            context.Response.StatusCode = 400;
            return WriteAsync(
                context,
                new Dictionary<string, string>(StringComparer.Ordinal) { ["__type"] = exception, ["message"] = message }
            );
        };

    public void Status(string operation, int status, string body = "") =>
        Instead[operation] = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        };

    public void Cut(string operation) =>
        Instead[operation] = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

    public void Hang(string operation) =>
        Instead[operation] = context => new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);

    /// <summary>The one person is another from now on.</summary>
    public void SignInAs(string sub, string username, string? wish = null, string email = "alice@example.test") =>
        _person = (sub, username, wish ?? username, email);

    /// <summary>As it is named: capitals at the beginning, which the web's defaults make small.</summary>
    public static Task WriteAsync(HttpContext context, object body) =>
        context.Response.WriteAsJsonAsync(body, body.GetType(), new JsonSerializerOptions());

    public string AccessToken => new TokenForge($"{Endpoint}/{PoolId}", SigningKey.First, _time).Good(_person.Sub);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var operation = context.Request.Headers["X-Amz-Target"].ToString().Split('.')[1];
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        _calls.Enqueue((operation, body.RootElement.Clone()));
        await (Instead.TryGetValue(operation, out var instead) ? instead(context) : AnswerAsync(context, operation));
    }

    private Task AnswerAsync(HttpContext context, string operation) =>
        WriteAsync(
            context,
            operation switch
            {
                "SignUp" => new { UserSub = "sub-of-alice", UserConfirmed = false },
                "InitiateAuth" => new
                {
                    AuthenticationResult = new
                    {
                        AccessToken,
                        RefreshToken = "refresh-1",
                        ExpiresIn = 3600,
                    },
                },
                "GetUser" => (object)
                    new
                    {
                        _person.Username,
                        UserAttributes = new[]
                        {
                            new { Name = "email", Value = _person.Email },
                            new { Name = "preferred_username", Value = _person.Wish },
                        },
                    },
                _ => new { },
            }
        );
}
