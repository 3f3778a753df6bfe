using Cruddur.Cognito;
using Cruddur.Server.Accounts;
using Cruddur.Server.Issuers;
using Cruddur.Server.Settings;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Cognito;

/// <summary>Composes the accounts of a Cognito user pool.</summary>
internal static class CognitoSetup
{
    private const int MostBytes = 1024 * 1024;

    /// <summary>Somebody waits at a page.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public static void AddCognito(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddSettings<CognitoOptions>();
        var options = SettingsSetup.Read<CognitoOptions>(builder.Configuration);
        if (options.UserPoolId is null || options.ClientId is null)
        {
            throw new OptionsValidationException(
                CognitoOptions.Section,
                typeof(CognitoOptions),
                [
                    $"{AccountsOptions.Section}:{nameof(AccountsOptions.Provider)} is Cognito: give the pool in "
                        + $"{CognitoOptions.Section}:{nameof(CognitoOptions.UserPoolId)} and an app client of it in "
                        + $"{CognitoOptions.Section}:{nameof(CognitoOptions.ClientId)}.",
                ]
            );
        }
        services
            .AddHttpClient<UserPoolApi>(http =>
            {
                http.BaseAddress = options.FindAddress();
                http.Timeout = Patience;
                http.MaxResponseContentBufferSize = MostBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(NewHandler)
            // Connections are renewed by the handler itself, as the client lives as long as the server.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.AddSingleton(provider => new UserPoolClient(
            provider.GetRequiredService<UserPoolApi>(),
            options.ClientId,
            options.ClientSecret
        ));
        services.AddSingleton<PoolAccounts>();
        services.AddSingleton<PoolTokens>();
        services.AddSingleton<PoolSignIn>();
        services.AddSingleton<AwaitingSignUps>();
        services.AddSingleton<PoolResends>();
        services.AddHostedService(provider => provider.GetRequiredService<PoolResends>());
        services.AddSingleton<PoolSignUp>();
        services.AddSingleton<PoolCodes>();
        services.AddSingleton<PoolRefresh>();
        services.AddSingleton<IAccounts, CognitoAccounts>();
        services.AddOptions<ApiOptions>().PostConfigure(api => AddIssuer(api, options));
        if (options.Domain is not null)
        {
            services.AddHostedPage(options);
        }
    }

    /// <summary>Follows nobody elsewhere: what is sent to a pool is for the pool.</summary>
    public static SocketsHttpHandler NewHandler() =>
        new() { AllowAutoRedirect = false, PooledConnectionLifetime = ConnectionLifetime };

    // Who names the pool there says what of it is taken.
    private static void AddIssuer(ApiOptions api, CognitoOptions options)
    {
        if (api.Issuers.All(issuer => issuer.Issuer != options.Issuer))
        {
            api.Issuers.Add(options.ToIssuer());
        }
    }
}
