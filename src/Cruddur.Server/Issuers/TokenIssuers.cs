using Microsoft.Extensions.Options;

namespace Cruddur.Server.Issuers;

/// <summary>All issuers whose tokens this server takes.</summary>
internal sealed class TokenIssuers
{
    /// <summary>The name of the client by which issuers are asked.</summary>
    public const string HttpClientName = "issuers";

    private readonly Dictionary<string, TokenIssuer> _issuers;

    public TokenIssuers(
        IOptions<ApiOptions> options,
        IHttpClientFactory clients,
        TimeProvider time,
        ILogger<TokenIssuers> logger
    ) =>
        _issuers = options.Value.Issuers.ToDictionary(
            settings => settings.Issuer,
            settings => TokenIssuer.Over(settings, clients, time, logger),
            StringComparer.Ordinal
        );

    public IReadOnlyCollection<TokenIssuer> All => _issuers.Values;

    /// <summary>Whether a bearer token can be one of an issuer: this server's own have no dots.</summary>
    public bool MayHaveIssued(string token) => _issuers.Count > 0 && token.Contains('.', StringComparison.Ordinal);

    public async ValueTask<TokenOutcome> JudgeAsync(string text, CancellationToken cancellationToken)
    {
        if (!JsonWebToken.TryParse(text, out var token, out var fault))
        {
            return new TokenOutcome.Refused(fault.Value);
        }
        // Chosen by what is not yet believed, which the choice itself makes true or not: its keys are that issuer's.
        return token.Claims.Text("iss") is { } name && _issuers.TryGetValue(name, out var issuer)
            ? await issuer.JudgeAsync(token, cancellationToken)
            : new TokenOutcome.Refused(TokenFault.UnknownIssuer);
    }
}
