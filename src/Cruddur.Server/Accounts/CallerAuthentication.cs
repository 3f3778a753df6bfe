using System.Security.Claims;
using System.Text.Encodings.Web;
using Cruddur.Server.Accounts.Sessions;
using Cruddur.Server.Issuers;
using Cruddur.Server.Problems;
using Cruddur.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Accounts;

/// <summary>
/// Chooses between cookie, bearer token of this server and token of another issuer, and refuses the first two when their
/// session is over. The framework's policy scheme only chooses, and its bearer handler has no place for the second.
/// </summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    CallerCheck check,
    TokenIssuers issuers,
    FirstSignIn firstSignIn
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>
    /// Whom a call is meant to come from, by uuid. The cookie is one for all tabs of a browser: until a tab hears that another
    /// person has signed in, what it sends for the one before would go out as theirs.
    /// </summary>
    public const string UserHeader = "Cruddur-User";

    private const string IssuerRetryAfterSeconds = "10";

    private bool _isAnother;
    private TokenOutcome? _issued;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (CallerSchemes.BearerTokenOf(Request) is { } token && issuers.MayHaveIssued(token))
        {
            return await AuthenticateIssuedAsync(token);
        }
        var scheme = CallerSchemes.CarriesBearer(Request) ? CallerSchemes.Bearer : CallerSchemes.Cookie;
        var result = await Context.AuthenticateAsync(scheme);
        if (!result.Succeeded)
        {
            return result;
        }
        if (
            // Without a session: a cookie or token made before there were any.
            CallerIdentity.Of(result.Principal)
                is { Session: not null } caller
            && await check.IsGoodAsync(caller, Context.RequestAborted)
        )
        {
            return Success(caller, result.Principal, result.Properties, scheme);
        }
        // The cookie stays: this may be an older one than the browser has by now, sent before the password was changed.
        return AuthenticateResult.Fail("The session or token is over.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        await Problem().ExecuteAsync(Context);
    }

    private async Task<AuthenticateResult> AuthenticateIssuedAsync(string token)
    {
        _issued = await issuers.JudgeAsync(token, Context.RequestAborted);
        if (_issued is not TokenOutcome.Accepted { Token: var issued })
        {
            if (_issued is TokenOutcome.Refused { Fault: var fault })
            {
                IssuersLog.TokenRefused(Logger, fault);
            }
            return AuthenticateResult.Fail(
                "The token is not one that an issuer of the settings has made for this server."
            );
        }
        var newcomer = new Newcomer(issued.Subject, issued.Handle, issued.Name);
        var user = await firstSignIn.FindOrAddAsync(newcomer, Context.RequestAborted);
        var caller = new CallerIdentity(user.Uuid, Session: null);
        return Success(
            caller,
            caller.ToPrincipal(CallerSchemes.Issued),
            new AuthenticationProperties { ExpiresUtc = issued.ExpiresAt },
            CallerSchemes.Issued
        );
    }

    private AuthenticateResult Success(
        CallerIdentity caller,
        ClaimsPrincipal principal,
        AuthenticationProperties properties,
        string scheme
    )
    {
        if (Request.Headers.TryGetValue(UserHeader, out var expected) && !IsMeant(caller, expected.ToString()))
        {
            _isAnother = true;
            return AuthenticateResult.Fail("The session or token is another person's than the call is meant for.");
        }
        return AuthenticateResult.Success(new AuthenticationTicket(principal, properties, scheme));
    }

    private ProblemHttpResult Problem()
    {
        switch (_issued)
        {
            case var _ when _isAnother:
                return ApiProblem.Of(
                    ProblemCode.AnotherUser,
                    $"The call names another person in {UserHeader} than the one whose session or token it carries. Ask GET /api/me who is signed in."
                );
            case TokenOutcome.Refused { Fault: var fault }:
                // RFC 6750, 3.1.
                Response.Headers.WWWAuthenticate =
                    $"Bearer error=\"invalid_token\", error_description=\"{fault.Words()}\"";
                return ApiProblem.Of(
                    ProblemCode.Unauthenticated,
                    $"The token was refused. {fault.Words()} Get another one from its issuer."
                );
            case TokenOutcome.KeysUnavailable:
                Response.Headers.RetryAfter = IssuerRetryAfterSeconds;
                return ApiProblem.Of(
                    ProblemCode.IssuerUnavailable,
                    "The issuer of the token cannot be asked for its keys, so it is not known whether the token is good. Send "
                        + "the same request again."
                );
            default:
                return ApiProblem.Of(
                    ProblemCode.Unauthenticated,
                    "This needs a signed-in caller. Sign in with POST /api/session, or send a token from POST /api/tokens."
                );
        }
    }

    private static bool IsMeant(CallerIdentity caller, string expected) =>
        Guid.TryParse(expected, out var userUuid) && userUuid == caller.UserUuid;
}
