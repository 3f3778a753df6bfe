using System.Text.Encodings.Web;
using Cruddur.Server.Accounts.Sessions;
using Cruddur.Server.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Accounts;

/// <summary>
/// Chooses between cookie and bearer token, and refuses either when its session is over. The
/// framework's policy scheme only chooses, and its bearer handler has no place for the second.
/// </summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    CallerCheck check
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>
    /// Whom a call is meant to come from, by uuid. The cookie is one for all tabs of a browser: until a tab hears that another
    /// person has signed in, what it sends for the one before would go out as theirs.
    /// </summary>
    public const string UserHeader = "Cruddur-User";

    private bool _isAnother;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
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
            if (Request.Headers.TryGetValue(UserHeader, out var expected) && !IsMeant(caller, expected.ToString()))
            {
                _isAnother = true;
                return AuthenticateResult.Fail("The session or token is another person's than the call is meant for.");
            }
            return AuthenticateResult.Success(new AuthenticationTicket(result.Principal, result.Properties, scheme));
        }
        // The cookie stays: this may be an older one than the browser has by now, sent before the password was changed.
        return AuthenticateResult.Fail("The session or token is over.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        var problem = _isAnother
            ? ApiProblem.Of(
                ProblemCode.AnotherUser,
                $"The call names another person in {UserHeader} than the one whose session or token it carries. Ask GET /api/me who is signed in."
            )
            : ApiProblem.Of(
                ProblemCode.Unauthenticated,
                "This needs a signed-in caller. Sign in with POST /api/session, or send a token from POST /api/tokens."
            );
        await problem.ExecuteAsync(Context);
    }

    private static bool IsMeant(CallerIdentity caller, string expected) =>
        Guid.TryParse(expected, out var userUuid) && userUuid == caller.UserUuid;
}
