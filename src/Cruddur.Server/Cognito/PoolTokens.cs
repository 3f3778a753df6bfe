using Cruddur.Cognito;
using Cruddur.Server.Issuers;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Cognito;

/// <summary>
/// Judges what the pool gives to whoever signs in: only access tokens of this pool, for this app client, whatever
/// <c>Api:Issuers</c> takes as bearer tokens.
/// </summary>
internal sealed class PoolTokens(
    IOptions<CognitoOptions> options,
    IHttpClientFactory clients,
    TimeProvider time,
    ILogger<PoolTokens> logger
)
{
    private readonly TokenIssuer _pool = TokenIssuer.Over(options.Value.ToIssuer(), clients, time, logger);

    /// <exception cref="UserPoolException">It is none, or that cannot be known.</exception>
    public async Task<IssuedToken> JudgeAsync(string accessToken, CancellationToken cancellationToken)
    {
        var outcome = JsonWebToken.TryParse(accessToken, out var token, out var malformed)
            ? await _pool.JudgeAsync(token, cancellationToken)
            : new TokenOutcome.Refused(malformed.Value);
        switch (outcome)
        {
            case TokenOutcome.Accepted { Token: var issued }:
                return issued;
            case TokenOutcome.Refused { Fault: var fault }:
                CognitoLog.TokenRefused(logger, fault.Words());
                throw new UserPoolException("The pool gave an access token that does not pass as one of its own.");
            default:
                throw new UserPoolException("The pool does not give its keys.");
        }
    }
}
