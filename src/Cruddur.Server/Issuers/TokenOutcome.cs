using Cruddur.Users;

namespace Cruddur.Server.Issuers;

/// <summary>What a token of an issuer turned out to be.</summary>
internal abstract record TokenOutcome
{
    private TokenOutcome() { }

    public sealed record Accepted(IssuedToken Token) : TokenOutcome;

    public sealed record Refused(TokenFault Fault) : TokenOutcome;

    /// <summary>Not known: the issuer does not answer, and the key is not among those that are kept.</summary>
    public sealed record KeysUnavailable : TokenOutcome;
}

/// <summary>What an issuer says, in a token that is good here.</summary>
/// <param name="Handle">Whatever the claim has; null when there is none.</param>
/// <param name="Name">Whatever the claim has; null when there is none.</param>
internal sealed record IssuedToken(Subject Subject, DateTimeOffset ExpiresAt, string? Handle, string? Name)
{
    // Without the person, whose names must not come into logs.
    public override string ToString() => $"a token of {Subject.Issuer} until {ExpiresAt:O}";
}

/// <summary>Why a token is not good.</summary>
internal enum TokenFault
{
    Malformed,
    TooLong,
    Algorithm,
    UnknownIssuer,
    UnknownKey,
    Signature,
    Expired,
    NotYetValid,
    Audience,
    TokenUse,
    Subject,
}

internal static class TokenFaults
{
    /// <summary>
    /// For whoever writes a program against the API. Nothing here that the issuer's published keys and the token itself would
    /// not tell. In the characters that <c>error_description</c> may have (RFC 6750, 3).
    /// </summary>
    public static string Words(this TokenFault fault) =>
        fault switch
        {
            TokenFault.Malformed => "It is no signed JWT in compact form with a kid, or has a part twice.",
            TokenFault.TooLong => $"It is longer than {JsonWebToken.MaxLength} characters.",
            TokenFault.Algorithm => "It is signed by another algorithm than RS256 or ES256, or than its key is for.",
            TokenFault.UnknownIssuer => "Its issuer (iss) is none whose tokens this server takes.",
            TokenFault.UnknownKey => "Its key (kid) is none that its issuer publishes.",
            TokenFault.Signature => "Its signature is not that of its key.",
            TokenFault.Expired => "It has expired (exp).",
            TokenFault.NotYetValid => "It is not valid yet (nbf, iat).",
            TokenFault.Audience => "It was made for another program (aud, client_id).",
            TokenFault.TokenUse => "It is no access token (token_use).",
            TokenFault.Subject => "It does not say whose it is (sub).",
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "There are no words for it."),
        };
}
