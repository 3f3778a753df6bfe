using System.Text.Encodings.Web;
using Cruddur.Server.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Accounts;

/// <summary>
/// Chooses between cookie and bearer token, and refuses either when the account's stamp is another one by now. The
/// framework's policy scheme only chooses, and its bearer handler has no place for the second.
/// </summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    SecurityStamps stamps
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var scheme = CallerSchemes.CarriesBearer(Request) ? CallerSchemes.Bearer : CallerSchemes.Cookie;
        var result = await Context.AuthenticateAsync(scheme);
        if (!result.Succeeded)
        {
            return result;
        }
        if (
            CallerIdentity.Of(result.Principal) is { } caller
            && await stamps.IsCurrentAsync(caller, Context.RequestAborted)
        )
        {
            return AuthenticateResult.Success(new AuthenticationTicket(result.Principal, result.Properties, scheme));
        }
        // The cookie stays: this may be an older one than the browser has by now, sent before the password was changed.
        return AuthenticateResult.Fail("The session or token is over.");
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        await ApiProblem
            .Of(
                ProblemCode.Unauthenticated,
                "This needs a signed-in caller. Sign in with POST /api/session, or send a token from POST /api/tokens."
            )
            .ExecuteAsync(Context);
    }
}
