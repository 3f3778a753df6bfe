using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Accounts;

/// <summary>
/// Makes the tokens that the framework's bearer handler reads. Its own sign-in answers in camel case and with a refresh
/// token, which this API does not have.
/// </summary>
internal sealed class AccessTokens(IOptionsMonitor<BearerTokenOptions> options, TimeProvider time)
{
    public AccessTokenAnswer Make(CallerIdentity caller)
    {
        var bearer = options.Get(CallerSchemes.Bearer);
        var properties = new AuthenticationProperties { ExpiresUtc = time.GetUtcNow() + bearer.BearerTokenExpiration };
        var ticket = new AuthenticationTicket(
            caller.ToPrincipal(CallerSchemes.Bearer),
            properties,
            $"{CallerSchemes.Bearer}:AccessToken"
        );
        return new AccessTokenAnswer(
            bearer.BearerTokenProtector.Protect(ticket),
            "Bearer",
            (long)bearer.BearerTokenExpiration.TotalSeconds
        );
    }
}

/// <param name="ExpiresIn">Seconds.</param>
public sealed record AccessTokenAnswer(string AccessToken, string TokenType, long ExpiresIn)
{
    // Without the token, which must not come into logs.
    public override string ToString() => $"a token for {ExpiresIn} seconds";
}
