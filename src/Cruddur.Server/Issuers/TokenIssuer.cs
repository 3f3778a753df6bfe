using System.Text.Json;
using Cruddur.Users;

namespace Cruddur.Server.Issuers;

/// <summary>
/// Judges the tokens of one issuer (RFC 7519, 7.2; RFC 8725; of Cognito's
/// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html).
/// </summary>
internal sealed class TokenIssuer(IssuerSettings settings, IssuerKeys keys, TimeProvider time)
{
    /// <summary>How far an issuer's clock may be ahead of this one. An end is taken at its word, as streams end with it.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);

    /// <param name="clients">They have one named <see cref="TokenIssuers.HttpClientName"/>.</param>
    public static TokenIssuer Over(
        IssuerSettings settings,
        IHttpClientFactory clients,
        TimeProvider time,
        ILogger logger
    )
    {
        var keys = new IssuerKeys(
            cancellationToken =>
                new IssuerKeyFetch(clients.CreateClient(TokenIssuers.HttpClientName), settings).FetchAsync(
                    cancellationToken
                ),
            settings.Issuer,
            time,
            logger
        );
        return new TokenIssuer(settings, keys, time);
    }

    public IssuerKeys Keys => keys;

    public async ValueTask<TokenOutcome> JudgeAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        switch (await keys.FindAsync(token.KeyId, cancellationToken))
        {
            case KeyLookup.Unavailable:
                return new TokenOutcome.KeysUnavailable();
            case KeyLookup.Found { Key: var key }:
                // The algorithm is the key's; the token only has to agree.
                return key.Algorithm != token.Algorithm ? Refused(TokenFault.Algorithm)
                    : key.Verifies(token) ? JudgeClaims(token.Claims)
                    : Refused(TokenFault.Signature);
            default:
                return Refused(TokenFault.UnknownKey);
        }
    }

    // The issuer has said all this; what counts now is to whom, when and of whom.
    private TokenOutcome JudgeClaims(JsonElement claims)
    {
        // Two issuers may have one key.
        if (claims.Text("iss") != settings.Issuer)
        {
            return Refused(TokenFault.UnknownIssuer);
        }
        var now = time.GetUtcNow();
        if (
            !claims.TryTime("exp", out var expires)
            || expires is null
            || !claims.TryTime("nbf", out var notBefore)
            || !claims.TryTime("iat", out var issuedAt)
        )
        {
            return Refused(TokenFault.Malformed);
        }
        if (expires <= now)
        {
            return Refused(TokenFault.Expired);
        }
        if (notBefore > now + MostAhead || issuedAt > now + MostAhead)
        {
            return Refused(TokenFault.NotYetValid);
        }
        if (!IsForUs(claims))
        {
            return Refused(TokenFault.Audience);
        }
        if (settings.RequiredTokenUse is { } use && claims.Text("token_use") != use)
        {
            return Refused(TokenFault.TokenUse);
        }
        return Subject.TryCreate(settings.Issuer, claims.Text("sub"), out var subject, out _)
            ? new TokenOutcome.Accepted(
                new IssuedToken(
                    subject,
                    expires.Value,
                    claims.Text(settings.HandleClaim),
                    claims.Text(settings.NameClaim)
                )
            )
            : Refused(TokenFault.Subject);
    }

    private bool IsForUs(JsonElement claims) =>
        (
            settings.Audiences.Count == 0
            || claims.Texts("aud").Intersect(settings.Audiences, StringComparer.Ordinal).Any()
        )
        && (
            settings.ClientIds.Count == 0
            || claims.Text("client_id") is { } client && settings.ClientIds.Contains(client, StringComparer.Ordinal)
        );

    private static TokenOutcome.Refused Refused(TokenFault fault) => new(fault);
}
