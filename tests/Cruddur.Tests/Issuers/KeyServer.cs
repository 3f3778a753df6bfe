using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cruddur.Tests.Issuers;

/// <summary>An issuer's pages on this machine: where its keys are, and the keys. It counts how often it is asked for them.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private KeyServer(SigningKey[] keys)
    {
        Keys = keys;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(Discovery));
        _app.MapGet("/keys", AnswerAsync);
    }

    /// <summary>Its name in <c>iss</c>, which is its address.</summary>
    public string Issuer { get; private set; } = null!;

    public IReadOnlyList<SigningKey> Keys { get; set; }

    /// <summary>What is answered instead of the keys; null for the keys.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    public object Discovery { get; set; } = null!;

    public int Requests => Volatile.Read(ref _requests);

    public string KeysAddress => $"{Issuer}/keys";

    public static async Task<KeyServer> StartAsync(params SigningKey[] keys)
    {
        var server = new KeyServer(keys);
        await server._app.StartAsync();
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Issuer = addresses.Addresses.Single();
        server.Discovery = new { issuer = server.Issuer, jwks_uri = server.KeysAddress };
        return server;
    }

    /// <summary>What a server is told, to take this issuer's access tokens for a program named <c>messenger</c>.</summary>
    public string[] Settings(int index = 0) =>
        [
            $"--Api:Issuers:{index}:Issuer={Issuer}",
            $"--Api:Issuers:{index}:ClientIds:0={TokenForge.Client}",
            $"--Api:Issuers:{index}:TokenUse=access",
        ];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        return Instead is { } instead
            ? instead(context)
            : context.Response.WriteAsJsonAsync(new { keys = Keys.Select(key => key.ToJwk()) });
    }
}
