using Cruddur.Server.Issuers;
using Cruddur.Server.Settings;

namespace Cruddur.Server.Cognito;

/// <summary>
/// The Cognito user pool whose people sign in here, when <c>Accounts:Provider</c> is <c>Cognito</c>. Configuration section
/// <c>Cognito</c>.
/// </summary>
public sealed class CognitoOptions : ISettings
{
    public const string Section = "Cognito";

    static string ISettings.SectionName => Section;

    /// <summary>The pool, such as <c>eu-west-1_AbCdEfGhI</c>.</summary>
    public string? UserPoolId { get; set; }

    /// <summary>The pool's AWS region. Default: the one in the pool's id.</summary>
    public string? Region { get; set; }

    /// <summary>The app client; it must allow the flows <c>USER_PASSWORD_AUTH</c> and <c>REFRESH_TOKEN_AUTH</c>.</summary>
    public string? ClientId { get; set; }

    /// <summary>The app client's secret. Default none, for an app client without one.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>
    /// What the pool's user names are: <c>Handle</c>, or <c>Email</c> for a pool whose people sign in with their address, as
    /// the original's. Default <c>Handle</c>.
    /// </summary>
    public CognitoUsername Username { get; set; } = CognitoUsername.Handle;

    /// <summary>Where the pool is, when not on AWS: an emulator's address.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>
    /// The address of the pool's hosted sign-in page, such as <c>https://example.auth.eu-west-1.amazoncognito.com</c>. Without it
    /// people sign in on this server's page only.
    /// </summary>
    public Uri? Domain { get; set; }

    /// <summary>The issuer in the pool's tokens.</summary>
    public string Issuer => $"{(Endpoint ?? ServiceAddress).AbsoluteUri.TrimEnd('/')}/{UserPoolId}";

    /// <summary>Where the pool is asked.</summary>
    public Uri FindAddress() => Endpoint ?? ServiceAddress;

    /// <returns>Null when no pool is named, or by what is no id of one.</returns>
    public string? FindRegion() => RegionOf(UserPoolId) is { } own ? Region ?? own : null;

    private Uri ServiceAddress
    {
        get
        {
            var region = FindRegion() ?? "none";
            var suffix = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
            return new Uri($"https://cognito-idp.{region}.{suffix}");
        }
    }

    /// <summary>
    /// Access tokens of the pool, made for this app client. They are good as bearer tokens too, where <c>Api:Issuers</c> does not
    /// name the pool itself.
    /// </summary>
    internal IssuerSettings ToIssuer() =>
        new()
        {
            Issuer = Issuer,
            ClientIds = { ClientId! },
            TokenUse = "access",
            JwksAddress = new Uri($"{Issuer}/.well-known/jwks.json"),
            // Access tokens of Cognito have no other name. Where that is a uuid, it becomes nobody's handle.
            HandleClaim = "username",
        };

    /// <summary>For whoever signs nobody in: the pool may be named without an app client, or not at all.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">What is said of the pool is wrong.</exception>
    public static CognitoOptions ReadPool(IConfiguration configuration) =>
        SettingsSetup.Read<CognitoOptions>(configuration, settings => settings.PoolProblems());

    // Nothing is needed while nothing is set: other accounts are used.
    public IEnumerable<string> Problems() =>
        UserPoolId is null && ClientId is null && ClientSecret is null && Endpoint is null && Domain is null
            ? []
            : [.. PoolProblems(), .. SignInProblems()];

    private IEnumerable<string> SignInProblems()
    {
        if (UserPoolId is null)
        {
            yield return $"{Section}:{nameof(UserPoolId)} is missing; give the pool's id, such as eu-west-1_AbCdEfGhI.";
        }
        if (string.IsNullOrWhiteSpace(ClientId))
        {
            yield return $"{Section}:{nameof(ClientId)} is missing; give the id of an app client of the pool.";
        }
        if (Domain is not null && !IssuerSettings.IsSafe(Domain.OriginalString))
        {
            yield return $"{Section}:{nameof(Domain)} is '{Domain}'; give the https address of the pool's hosted page.";
        }
    }

    private IEnumerable<string> PoolProblems()
    {
        if (UserPoolId is not null && RegionOf(UserPoolId) is null)
        {
            yield return $"{Section}:{nameof(UserPoolId)} is '{UserPoolId}'; give the pool's id, such as eu-west-1_AbCdEfGhI.";
        }
        if (
            Region is not null
            && (
                Region.Length == 0
                || !Region.All(one => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) || one == '-')
            )
        )
        {
            yield return $"{Section}:{nameof(Region)} is '{Region}'; give an AWS region, such as eu-west-1, or leave it out.";
        }
        if (!Enum.IsDefined(Username))
        {
            yield return $"{Section}:{nameof(Username)} is {Username}; give one of {string.Join(", ", Enum.GetNames<CognitoUsername>())}.";
        }
        if (Endpoint is not null && !IssuerSettings.IsSafe(Endpoint.OriginalString))
        {
            yield return $"{Section}:{nameof(Endpoint)} is '{Endpoint}'; give an https address, or one of this machine.";
        }
    }

    private static string? RegionOf(string? userPoolId) =>
        userPoolId?.Split('_') is [{ Length: > 0 } region, { Length: > 0 }] ? region : null;
}

/// <summary>What a pool's people are called there.</summary>
public enum CognitoUsername
{
    Handle,
    Email,
}
