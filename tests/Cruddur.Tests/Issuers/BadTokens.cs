using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cruddur.Tests.Issuers;

/// <summary>
/// Tokens that must not be taken, by what is wrong with them. The issuer publishes the keys <c>first</c> and <c>curve</c>, and
/// others that are too weak or for something else.
/// </summary>
internal static class BadTokens
{
    public static SigningKey[] Published =>
        [SigningKey.First, SigningKey.OfCurve, SigningKey.Small, SigningKey.OfOtherCurve];

    public static IReadOnlyDictionary<string, Func<TokenForge, string>> All { get; } =
        new Dictionary<string, Func<TokenForge, string>>(StringComparer.Ordinal)
        {
            // Algorithms.
            ["alg none, no signature"] = forge => Unsigned(forge, "none"),
            ["alg NONE in capitals"] = forge => Unsigned(forge, "NONE"),
            ["alg none, with the signature"] = forge => forge.WithHeader(header => header["alg"] = "none"),
            ["no alg"] = forge => forge.WithHeader(header => header.Remove("alg")),
            ["alg a number"] = forge => forge.WithHeader(header => header["alg"] = 256),
            ["alg rs256 in small letters"] = forge => forge.WithHeader(header => header["alg"] = "rs256"),
            ["HS256 with the public key as PEM"] = forge =>
                Hmac(forge, Encoding.ASCII.GetBytes(SigningKey.First.Rsa!.ExportRSAPublicKeyPem())),
            ["HS256 with the public key as SubjectPublicKeyInfo"] = forge =>
                Hmac(forge, SigningKey.First.Rsa!.ExportSubjectPublicKeyInfo()),
            ["HS256 with the modulus"] = forge =>
                Hmac(forge, SigningKey.First.Rsa!.ExportParameters(includePrivateParameters: false).Modulus!),
            ["RS384"] = forge => ByRsa(forge, "RS384", HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            ["RS512"] = forge => ByRsa(forge, "RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            ["PS256"] = forge => ByRsa(forge, "PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            ["PSS called RS256"] = forge => ByRsa(forge, "RS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            ["SHA-512 called RS256"] = forge =>
                ByRsa(forge, "RS256", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            ["SHA-1 called RS256"] = forge => ByRsa(forge, "RS256", HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1),
            ["ES256 by the kid of an RSA key"] = forge => forge.WithHeader(header => header["alg"] = "ES256"),
            ["RS256 by the kid of a curve"] = forge => forge.WithHeader(header => header["kid"] = "curve"),
            ["a curve's signature of zeros"] = forge =>
                $"{Signed(forge, header => (header["alg"], header["kid"]) = ("ES256", "curve"))}.{Base64Url.EncodeToString(new byte[64])}",
            ["a curve's signature in DER"] = forge =>
            {
                var signed = Signed(forge, header => (header["alg"], header["kid"]) = ("ES256", "curve"));
                var signature = SigningKey.OfCurve.Curve!.SignData(
                    Encoding.ASCII.GetBytes(signed),
                    HashAlgorithmName.SHA256,
                    DSASignatureFormat.Rfc3279DerSequence
                );
                return $"{signed}.{Base64Url.EncodeToString(signature)}";
            },

            // Keys.
            ["a kid that is not published"] = forge => forge.WithHeader(header => header["kid"] = "third"),
            ["no kid"] = forge => forge.WithHeader(header => header.Remove("kid")),
            ["an empty kid"] = forge => forge.WithHeader(header => header["kid"] = ""),
            ["a kid that is a path"] = forge => forge.WithHeader(header => header["kid"] = "../../dev/null"),
            ["a kid of 300 characters"] = forge => forge.WithHeader(header => header["kid"] = new string('k', 300)),
            ["another key under a published kid"] = forge => Stranger(forge).Good(),
            ["a key in the header (jwk)"] = forge =>
                Stranger(forge).WithHeader(header => header["jwk"] = SigningKey.Second.Named("first").ToJwk()),
            ["a key only in the header (jwk)"] = forge =>
                Stranger(forge)
                    .WithHeader(header => (header["kid"], header["jwk"]) = ("second", SigningKey.Second.ToJwk())),
            ["the address of keys in the header (jku)"] = forge =>
                Stranger(forge).WithHeader(header => header["jku"] = "https://attacker.example/keys"),
            ["the address of a certificate in the header (x5u)"] = forge =>
                Stranger(forge).WithHeader(header => header["x5u"] = "https://attacker.example/certificate"),
            ["a certificate in the header (x5c)"] = forge =>
                Stranger(forge).WithHeader(header => header["x5c"] = new[] { "MIIB" }),
            ["a published key of 1024 bits"] = forge =>
                new TokenForge(forge.Issuer, SigningKey.Small, forge.Time).Good(),
            ["a published key of another curve"] = forge =>
                new TokenForge(forge.Issuer, SigningKey.OfOtherCurve, forge.Time).Good(),

            // Signatures.
            ["signature stripped"] = forge => forge.Good()[..(forge.Good().LastIndexOf('.') + 1)],
            ["signature and its dot stripped"] = forge => forge.Good()[..forge.Good().LastIndexOf('.')],
            ["signature cut short"] = forge => forge.Good()[..^8],
            ["signature of another token"] = forge =>
                $"{forge.Good()[..forge.Good().LastIndexOf('.')]}.{forge.Good("subject-2").Split('.')[2]}",
            ["claims of another token"] = forge =>
            {
                var parts = forge.Good().Split('.');
                return $"{parts[0]}.{forge.Good("subject-2").Split('.')[1]}.{parts[2]}";
            },
            ["signature of zeros"] = forge =>
                $"{forge.Good()[..forge.Good().LastIndexOf('.')]}.{Base64Url.EncodeToString(new byte[256])}",
            ["one bit of the signature"] = forge => Flip(forge.Good(), fromEnd: 40),
            ["signature with padding"] = forge => forge.Good() + "==",
            ["unused bits of the signature"] = forge => ChangeLast(forge.Good()),

            // Form.
            ["no parts"] = _ => "nonsense.",
            ["dots only"] = _ => "..",
            ["four parts"] = forge => forge.Good() + ".e30",
            ["five parts, as of an encrypted token"] = forge => forge.Good() + ".e30.e30",
            ["longer than 8 KB"] = forge => forge.With(claims => claims["more"] = new string('x', 8192)),
            ["header no base64url"] = forge => "e30*" + forge.Good()[4..],
            ["header in base64 with padding"] = forge =>
                forge.Sign($"{Padded(JsonSerializer.Serialize(forge.Header()))}.{forge.Good().Split('.')[1]}"),
            ["white space in the middle"] = forge => forge.Good().Insert(10, " "),
            ["claims no JSON"] = forge => forge.OfText(JsonSerializer.Serialize(forge.Header()), "claims"),
            ["claims a list"] = forge => forge.OfText(JsonSerializer.Serialize(forge.Header()), "[]"),
            ["header a text"] = forge => forge.OfText("\"RS256\"", JsonSerializer.Serialize(forge.Claims())),
            ["claims with a comment"] = forge =>
                forge.OfText(
                    JsonSerializer.Serialize(forge.Header()),
                    JsonSerializer.Serialize(forge.Claims()).Replace("{", "{/**/", StringComparison.Ordinal)
                ),
            ["claims nested deep"] = forge =>
                forge.OfText(
                    JsonSerializer.Serialize(forge.Header()),
                    JsonSerializer.Serialize(forge.Claims())[..^1]
                        + $",\"x\":{new string('[', 100)}{new string(']', 100)}}}"
                ),
            ["a claim twice"] = forge =>
                forge.OfText(
                    JsonSerializer.Serialize(forge.Header()),
                    $"{{\"sub\":\"somebody-else\",{JsonSerializer.Serialize(forge.Claims())[1..]}"
                ),
            ["a claim twice, once escaped"] = forge =>
                forge.OfText(
                    JsonSerializer.Serialize(forge.Header()),
                    $"{{\"\\u0073ub\":\"somebody-else\",{JsonSerializer.Serialize(forge.Claims())[1..]}"
                ),
            ["alg twice"] = forge =>
                forge.OfText(
                    $"{{\"alg\":\"none\",{JsonSerializer.Serialize(forge.Header())[1..]}",
                    JsonSerializer.Serialize(forge.Claims())
                ),
            ["crit"] = forge => forge.WithHeader(header => header["crit"] = new[] { "exp" }),
            ["an empty crit"] = forge => forge.WithHeader(header => header["crit"] = Array.Empty<string>()),
            ["a token of another type"] = forge => forge.WithHeader(header => header["typ"] = "dpop+jwt"),

            // Times.
            ["expired"] = forge => forge.With(claims => claims["exp"] = forge.Now - 1),
            ["expires now"] = forge => forge.With(claims => claims["exp"] = forge.Now),
            ["no exp"] = forge => forge.With(claims => claims.Remove("exp")),
            ["exp a text"] = forge =>
                forge.With(claims => claims["exp"] = (forge.Now + 60).ToString(CultureInfo.InvariantCulture)),
            ["exp after the last day"] = forge => forge.With(claims => claims["exp"] = 1e300),
            ["exp negative"] = forge => forge.With(claims => claims["exp"] = -1),
            ["nbf in the future"] = forge => forge.With(claims => claims["nbf"] = forge.Now + 120),
            ["nbf a text"] = forge => forge.With(claims => claims["nbf"] = "now"),
            ["iat in the future"] = forge => forge.With(claims => claims["iat"] = forge.Now + 120),
            ["iat null"] = forge => forge.With(claims => claims["iat"] = null),

            // By whom, for whom, of whom.
            ["another issuer"] = forge => forge.With(claims => claims["iss"] = "https://attacker.example"),
            ["another pool of the issuer"] = forge => forge.With(claims => claims["iss"] = forge.Issuer + "/other"),
            ["the issuer with a slash"] = forge => forge.With(claims => claims["iss"] = forge.Issuer + "/"),
            ["the issuer in capitals"] = forge => forge.With(claims => claims["iss"] = forge.Issuer.ToUpperInvariant()),
            ["no issuer"] = forge => forge.With(claims => claims.Remove("iss")),
            ["a list of issuers"] = forge => forge.With(claims => claims["iss"] = new[] { forge.Issuer }),
            ["another client"] = forge => forge.With(claims => claims["client_id"] = "other"),
            ["no client"] = forge => forge.With(claims => claims.Remove("client_id")),
            ["a list of clients"] = forge => forge.With(claims => claims["client_id"] = new[] { TokenForge.Client }),
            ["an id token"] = forge =>
                forge.With(claims =>
                {
                    claims["token_use"] = "id";
                    claims.Remove("client_id");
                    claims["aud"] = TokenForge.Client;
                }),
            ["an id token with a client_id"] = forge => forge.With(claims => claims["token_use"] = "id"),
            ["no token_use"] = forge => forge.With(claims => claims.Remove("token_use")),
            ["no sub"] = forge => forge.With(claims => claims.Remove("sub")),
            ["an empty sub"] = forge => forge.With(claims => claims["sub"] = ""),
            ["a sub that is a number"] = forge => forge.With(claims => claims["sub"] = 1),
            ["a sub of 256 characters"] = forge => forge.With(claims => claims["sub"] = new string('s', 256)),
            ["a sub with a line end"] = forge => forge.With(claims => claims["sub"] = "a\nb"),
            ["a sub with half a character"] = forge =>
                forge.OfText(
                    JsonSerializer.Serialize(forge.Header()),
                    JsonSerializer.Serialize(forge.Claims()).Replace("subject-1", "\\ud800", StringComparison.Ordinal)
                ),
        };

    private static TokenForge Stranger(TokenForge forge) =>
        new(forge.Issuer, SigningKey.Second.Named("first"), forge.Time);

    private static string Signed(TokenForge forge, Action<Dictionary<string, object?>> header)
    {
        var token = forge.WithHeader(header);
        return token[..token.LastIndexOf('.')];
    }

    private static string Unsigned(TokenForge forge, string algorithm) =>
        Signed(forge, header => header["alg"] = algorithm) + ".";

    private static string Hmac(TokenForge forge, byte[] secret)
    {
        var signed = Signed(forge, header => header["alg"] = "HS256");
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string ByRsa(TokenForge forge, string algorithm, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        var signed = Signed(forge, header => header["alg"] = algorithm);
        var signature = SigningKey.First.Rsa!.SignData(Encoding.ASCII.GetBytes(signed), hash, padding);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Padded(string json)
    {
        while (Encoding.UTF8.GetByteCount(json) % 3 == 0)
        {
            json += " ";
        }
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json));
    }

    private static string Flip(string token, int fromEnd)
    {
        var at = token.Length - fromEnd;
        return token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
    }

    // 256 bytes end with two bits that mean something; another last character can decode to the same bytes.
    private static string ChangeLast(string token) => token[..^1] + (char)(token[^1] + 1);
}
