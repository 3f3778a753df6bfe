using Cruddur.Server.Accounts.Codes;
using Cruddur.Server.Accounts.Sessions;
using Cruddur.Server.Cognito;
using Cruddur.Server.Mails;
using Cruddur.Server.RateLimits;
using Cruddur.Server.Settings;
using Cruddur.Server.Storage;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Accounts;

/// <summary>Composes accounts, sessions and tokens.</summary>
public static class AccountsSetup
{
    /// <summary>Needs <see cref="ITable"/>, <see cref="IUserDirectory"/>, IUuidSource and TimeProvider.</summary>
    public static WebApplicationBuilder AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddSettings<AccountsOptions>(
            static (options, configuration) =>
            {
                options.KeyFolder ??= SettingsSetup.Read<StorageOptions>(configuration).KeysFolder;
                options.SendsMails = SettingsSetup.Read<MailOptions>(configuration).IsOn;
                options.ConfirmEmail ??= options.SendsMails;
            }
        );
        services.AddLocalAccounts();
        AddProvider(builder);
        services.AddSingleton<SecurityStamps>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<TokenSeal>();
        services.AddSingleton<TokenReturns>();
        services.AddHostedService(provider => provider.GetRequiredService<TokenReturns>());
        services.AddSingleton<UserSessions>();
        services.AddSingleton<CallerCheck>();
        services.AddSingleton<ResetServices>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<MeReader>();
        AddKeys(services);
        AddSchemes(services);
        services.AddAuthorization();
        return builder;
    }

    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api").WithTags("Accounts");
        api.MapGet("/sign_in", SignInOfferEndpoint.Get).WithName("getSignInOffer").AllowAnonymous();

        var signIn = api.MapGroup("").AllowAnonymous().OfKind(CallKind.SignIn).AddEndpointFilter<LoginLimit>();
        signIn.MapPost("/accounts", AccountEndpoints.CreateAccount).WithName("createAccount");
        signIn.MapPost("/session", AccountEndpoints.SignIn).WithName("signIn");
        signIn.MapGet("/session/hosted", HostedPage.SignIn).WithName("signInOnHostedPage");
        signIn.MapPost("/accounts/confirmation", CodeEndpoints.Confirm).WithName("confirmAccount");
        signIn.MapPost("/accounts/confirmation/resend", CodeEndpoints.Resend).WithName("resendConfirmation");
        signIn.MapPost("/password/forgot", CodeEndpoints.Forgot).WithName("forgotPassword");
        signIn.MapPost("/password/reset", CodeEndpoints.Reset).WithName("resetPassword");
        signIn.MapPost("/tokens", AccountEndpoints.CreateToken).WithName("createToken");

        var own = api.MapGroup("").RequireAuthorization();
        own.MapDelete("/session", AccountEndpoints.SignOut).WithName("signOut");
        own.MapGet("/sessions", SessionEndpoints.List).WithName("listSessions");
        own.MapDelete("/sessions", SessionEndpoints.EndOthers).WithName("endOtherSessions");
        own.MapDelete("/sessions/{session_uuid:guid}", SessionEndpoints.End).WithName("endSession");
        own.MapGet("/me", MeEndpoints.GetMe).WithName("getMe");
        own.MapPatch("/me", MeEndpoints.ChangeMe).WithName("changeMe");
        own.MapPut("/me/password", MeEndpoints.ChangePassword).WithName("changePassword").OfKind(CallKind.SignIn);
        return endpoints;
    }

    // Every other provider has its case here and its own AddX.
    private static void AddProvider(WebApplicationBuilder builder)
    {
        switch (SettingsSetup.Read<AccountsOptions>(builder.Configuration).Provider)
        {
            case AccountsProvider.Local:
                builder.Services.AddSingleton<IAccounts>(services => services.GetRequiredService<LocalAccounts>());
                break;
            case AccountsProvider.Cognito:
                builder.AddCognito();
                break;
            case var other:
                throw new InvalidOperationException($"Unknown provider of accounts {other}.");
        }
    }

    private static void AddSchemes(IServiceCollection services)
    {
        services
            .AddAuthentication(CallerSchemes.Caller)
            .AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerSchemes.Caller, _ => { })
            .AddCookie(CallerSchemes.Cookie)
            .AddBearerToken(CallerSchemes.Bearer);
        services
            .AddOptions<CookieAuthenticationOptions>(CallerSchemes.Cookie)
            .Configure<IOptions<AccountsOptions>>(
                (cookie, accounts) =>
                {
                    cookie.ExpireTimeSpan = accounts.Value.SessionLifetime;
                    cookie.SlidingExpiration = true;
                    cookie.Events.OnCheckSlidingExpiration = SlideAsync;
                    cookie.CookieManager = new SessionCookie();
                }
            );
        services
            .AddOptions<BearerTokenOptions>(CallerSchemes.Bearer)
            .Configure<IOptions<AccountsOptions>>(
                (bearer, accounts) =>
                {
                    bearer.BearerTokenExpiration = accounts.Value.AccessTokenLifetime;
                    bearer.Events.OnMessageReceived = message =>
                    {
                        message.Token = CallerSchemes.BearerTokenOf(message.Request);
                        return Task.CompletedTask;
                    };
                }
            )
            .PostConfigure(bearer => bearer.BearerTokenProtector = new OpenedTokens(bearer.BearerTokenProtector));
    }

    // As sessions do: by itself a cookie slides only once half of its time is over. But not one whose session is over: the
    // answer to a late call would put it in the place of the cookie that the browser has by now.
    private static async Task SlideAsync(CookieSlidingExpirationContext sliding)
    {
        var http = sliding.HttpContext;
        sliding.ShouldRenew =
            (sliding.ShouldRenew || sliding.ElapsedTime >= SessionStore.SeenInterval)
            && CallerIdentity.Of(sliding.Principal!) is { } caller
            && await http.RequestServices.GetRequiredService<CallerCheck>().IsGoodAsync(caller, http.RequestAborted);
    }

    private static void AddKeys(IServiceCollection services)
    {
        // A fixed name: keys are good for the same data wherever the program is installed.
        services.AddDataProtection().SetApplicationName("cruddur");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<IOptions<AccountsOptions>, ILoggerFactory>(
                (keys, accounts, loggers) =>
                {
                    keys.XmlRepository = new KeyFolder(accounts.Value.KeyFolder!, loggers);
                    // Said on purpose: the permissions of the files protect them.
                    keys.XmlEncryptor = new NullXmlEncryptor();
                }
            );
    }
}
