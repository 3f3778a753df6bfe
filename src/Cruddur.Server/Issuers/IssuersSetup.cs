using Cruddur.Server.Settings;

namespace Cruddur.Server.Issuers;

/// <summary>Composes what judges tokens of other issuers.</summary>
public static class IssuersSetup
{
    private const int MostBytes = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Needs TimeProvider and IUserDirectory.</summary>
    public static WebApplicationBuilder AddIssuers(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddSettings<ApiOptions>();
        services
            .AddHttpClient(
                TokenIssuers.HttpClientName,
                http =>
                {
                    http.Timeout = Patience;
                    http.MaxResponseContentBufferSize = MostBytes;
                }
            )
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false })
            // Log lines of its own for every call; IssuersLog has what matters of them.
            .RemoveAllLoggers();
        services.AddSingleton<TokenIssuers>();
        services.AddHostedService<FirstKeys>();
        return builder;
    }

    /// <summary>Fetches keys at start without waiting for them: a wrong address then shows in the log at once.</summary>
    private sealed class FirstKeys(TokenIssuers issuers) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            foreach (var issuer in issuers.All)
            {
                _ = issuer.Keys.Refresh();
            }
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
