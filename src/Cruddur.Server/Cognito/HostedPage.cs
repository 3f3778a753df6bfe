using Cruddur.Cognito;
using Cruddur.Server.Accounts;
using Cruddur.Server.Accounts.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cruddur.Server.Cognito;

/// <summary>
/// Signing in on the page that the pool hosts, by authorization code with PKCE (RFC 6749, 7636). For whatever this server's
/// page cannot ask for: a second factor, a sign-in with somebody else.
/// </summary>
internal static class HostedPage
{
    /// <summary>Leads to the pool's page.</summary>
    public const string Address = "/api/session/hosted";

    /// <summary>Where the pool's page leads back to; it must be among the app client's.</summary>
    public const string Callback = "/api/session/hosted/callback";

    /// <summary>Where somebody is led who could not be signed in.</summary>
    public const string Failed = "/sign-in?hosted=failed";

    private const string ReturnTo = "return_to";

    private const string Scheme = "hosted";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // The last one lets this server ask the pool who that is.
    private static readonly string[] Scopes = ["openid", "email", "profile", "aws.cognito.signin.user.admin"];

    public static void AddHostedPage(this IServiceCollection services, CognitoOptions options) =>
        services
            .AddAuthentication()
            .AddOAuth<HostedPageOptions, HostedPageHandler>(
                Scheme,
                hosted =>
                {
                    var domain = options.Domain!.AbsoluteUri.TrimEnd('/');
                    hosted.ClientId = options.ClientId!;
                    hosted.ClientSecret = options.ClientSecret ?? "";
                    hosted.AuthorizationEndpoint = $"{domain}/oauth2/authorize";
                    hosted.TokenEndpoint = $"{domain}/oauth2/token";
                    hosted.CallbackPath = Callback;
                    hosted.SignInScheme = CallerSchemes.Cookie;
                    hosted.UsePkce = true;
                    hosted.BackchannelTimeout = Patience;
                    hosted.BackchannelHttpHandler = CognitoSetup.NewHandler();
                    hosted.Scope.Clear();
                    foreach (var scope in Scopes)
                    {
                        hosted.Scope.Add(scope);
                    }
                    // The way back is a navigation from another site, with which Lax goes along. The framework's None would need
                    // HTTPS; over plain HTTP the sign-in would fail without a word (decision 6).
                    hosted.CorrelationCookie.SameSite = SameSiteMode.Lax;
                    hosted.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                    hosted.Events.OnCreatingTicket = AcceptAsync;
                    hosted.Events.OnTicketReceived = BeginSessionAsync;
                    hosted.Events.OnRemoteFailure = FailAsync;
                }
            );

    /// <summary>Sends a browser to the pool's page.</summary>
    public static async Task<Results<ChallengeHttpResult, NotFound>> SignIn(
        [FromQuery(Name = ReturnTo)] string? returnTo,
        IAuthenticationSchemeProvider schemes
    ) =>
        await schemes.GetSchemeAsync(Scheme) is null
            ? TypedResults.NotFound()
            : TypedResults.Challenge(new AuthenticationProperties { RedirectUri = ReturnPath.Of(returnTo) }, [Scheme]);

    private static async Task AcceptAsync(OAuthCreatingTicketContext context)
    {
        var signIn = context.HttpContext.RequestServices.GetRequiredService<PoolSignIn>();
        var signedIn = await signIn.AcceptAsync(
            new PoolGrant(
                context.AccessToken ?? throw new UserPoolException("The pool's answer has no access token."),
                context.RefreshToken
            ),
            context.HttpContext.RequestAborted
        );
        context.HttpContext.Features.Set(signedIn);
    }

    // In place of the framework's cookie, which would hold what it was told: here that is a session on the server.
    private static async Task BeginSessionAsync(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        var (account, tokens) = http.Features.Get<PoolSignInResult.SignedIn>()!;
        await AccountEndpoints.BeginInBrowserAsync(
            http,
            http.RequestServices.GetRequiredService<UserSessions>(),
            new VerifyResult.Verified(account.UserUuid, account.SecurityStamp, tokens),
            http.RequestAborted
        );
        AccountsLog.SignedIn(LoggerOf(http), account.UserUuid, Scheme);
        context.HandleResponse();
        context.Response.Redirect(context.ReturnUri ?? ReturnPath.Home);
    }

    // Declined on the page, a state that is not this browser's, or a pool that does not answer: they begin anew. Anything
    // else is a fault of this server, which nobody who begins anew can help.
    private static Task FailAsync(RemoteFailureContext context)
    {
        var logger = LoggerOf(context.HttpContext);
        switch (context.Failure)
        {
            case UserPoolException pool:
                CognitoLog.HostedSignInFailed(logger, pool.Message);
                break;
            case null or AuthenticationFailureException:
                CognitoLog.HostedSignInFailed(logger, nameof(AuthenticationFailureException));
                break;
            case var bug:
                CognitoLog.HostedSignInBroke(logger, bug);
                break;
        }
        context.HandleResponse();
        context.Response.Redirect(Failed + WantedBy(context));
        return Task.CompletedTask;
    }

    // From what the browser brought back: the framework hands it on after some failures only. A state that another browser
    // began leads no further than any link to the page for signing in.
    private static string WantedBy(RemoteFailureContext context)
    {
        var state = context.Request.Query["state"];
        var wanted = ((HostedPageOptions)context.Options).StateDataFormat.Unprotect(state)?.RedirectUri;
        return wanted is null or ReturnPath.Home ? "" : $"&{ReturnTo}={Uri.EscapeDataString(wanted)}";
    }

    private static ILogger LoggerOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILogger<HostedPageHandler>>();
}
