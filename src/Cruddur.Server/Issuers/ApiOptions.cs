using Cruddur.Server.Settings;

namespace Cruddur.Server.Issuers;

/// <summary>Whose access tokens the API takes besides this server's own. Configuration section <c>Api</c>.</summary>
public sealed class ApiOptions : ISettings
{
    public const string Section = "Api";

    static string ISettings.SectionName => Section;

    /// <summary>
    /// OpenID issuers, such as a Cognito pool or a product's own: whoever brings a token of one of them is a user here, added
    /// when the first comes. Default none.
    /// </summary>
    public IList<IssuerSettings> Issuers { get; } = [];

    public IEnumerable<string> Problems() =>
        Issuers
            .SelectMany((issuer, i) => issuer.Problems($"{Section}:{nameof(Issuers)}:{i}"))
            .Concat(
                Issuers
                    .GroupBy(issuer => issuer.Issuer, StringComparer.Ordinal)
                    .Where(same => same.Count() > 1)
                    .Select(same =>
                        $"{Section}:{nameof(Issuers)} has {same.Key} more than once; give each issuer once."
                    )
            );
}

/// <summary>An issuer, and which of its tokens are good here.</summary>
public sealed class IssuerSettings
{
    /// <summary>
    /// The issuer exactly as its tokens have it in <c>iss</c>: an https address, such as
    /// <c>https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI</c>.
    /// </summary>
    public string Issuer { get; set; } = "";

    /// <summary>
    /// A token must have one of these in <c>aud</c>. This or <c>ClientIds</c> is needed: without, tokens that people gave to any
    /// other program of the issuer would be good here.
    /// </summary>
    public IList<string> Audiences { get; } = [];

    /// <summary>A token must have one of these as <c>client_id</c>. Access tokens of Cognito have no <c>aud</c>.</summary>
    public IList<string> ClientIds { get; } = [];

    /// <summary>What a token must have as <c>token_use</c>. Default: <c>access</c> for a Cognito pool, nothing for others.</summary>
    public string? TokenUse { get; set; }

    /// <summary>
    /// Where the issuer publishes its keys. Default: what <c>{issuer}/.well-known/openid-configuration</c> says; of a Cognito pool
    /// <c>{issuer}/.well-known/jwks.json</c>.
    /// </summary>
    public Uri? JwksAddress { get; set; }

    /// <summary>The claim from which a new person's handle is made, changed where it is taken. Default <c>preferred_username</c>.</summary>
    public string HandleClaim { get; set; } = "preferred_username";

    /// <summary>The claim with a new person's display name. Default <c>name</c>.</summary>
    public string NameClaim { get; set; } = "name";

    /// <summary>https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html</summary>
    internal bool IsCognitoPool =>
        Uri.TryCreate(Issuer, UriKind.Absolute, out var address)
        && address.Host.StartsWith("cognito-idp.", StringComparison.Ordinal)
        && (
            address.Host.EndsWith(".amazonaws.com", StringComparison.Ordinal)
            || address.Host.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal)
        );

    internal string? RequiredTokenUse => TokenUse ?? (IsCognitoPool ? "access" : null);

    internal IEnumerable<string> Problems(string name)
    {
        if (!IsSafe(Issuer))
        {
            yield return $"{name}:{nameof(Issuer)} is '{Issuer}'; give the https address that the tokens have in 'iss'.";
        }
        if (Audiences.Count == 0 && ClientIds.Count == 0)
        {
            yield return $"{name} has neither {nameof(Audiences)} nor {nameof(ClientIds)}; give one, so that tokens made for "
                + "other programs are refused.";
        }
        if (Audiences.Concat(ClientIds).Any(string.IsNullOrWhiteSpace))
        {
            yield return $"{name} has a blank in {nameof(Audiences)} or {nameof(ClientIds)}; leave it out.";
        }
        if (JwksAddress is not null && !IsSafe(JwksAddress.OriginalString))
        {
            yield return $"{name}:{nameof(JwksAddress)} is '{JwksAddress}'; give an https address.";
        }
        if (string.IsNullOrWhiteSpace(HandleClaim) || string.IsNullOrWhiteSpace(NameClaim))
        {
            yield return $"{name}:{nameof(HandleClaim)} or {nameof(NameClaim)} is blank; leave it out for the default.";
        }
    }

    /// <summary>Keys must come unchanged: by TLS, or from this very machine.</summary>
    internal static bool IsSafe(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.UserInfo.Length == 0
        && address.Fragment.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
