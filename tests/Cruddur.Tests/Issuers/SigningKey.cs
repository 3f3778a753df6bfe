using System.Buffers.Text;
using System.Security.Cryptography;

namespace Cruddur.Tests.Issuers;

/// <summary>A key pair of an issuer. Making one takes a tenth of a second, so tests share them.</summary>
internal sealed class SigningKey
{
    private SigningKey(string id, RSA? rsa, ECDsa? curve)
    {
        Id = id;
        Rsa = rsa;
        Curve = curve;
    }

    public static SigningKey First { get; } = new("first", RSA.Create(2048), null);

    public static SigningKey Second { get; } = new("second", RSA.Create(2048), null);

    /// <summary>Too small to be believed.</summary>
    public static SigningKey Small { get; } = new("small", RSA.Create(1024), null);

    public static SigningKey OfCurve { get; } = new("curve", null, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>On another curve than ES256 is of.</summary>
    public static SigningKey OfOtherCurve { get; } = new("curve-384", null, ECDsa.Create(ECCurve.NamedCurves.nistP384));

    public string Id { get; }

    public RSA? Rsa { get; }

    public ECDsa? Curve { get; }

    /// <summary>The same key under another kid.</summary>
    public SigningKey Named(string id) => new(id, Rsa, Curve);

    /// <summary>The public half (RFC 7517, 7518).</summary>
    public Dictionary<string, object> ToJwk()
    {
        var jwk = new Dictionary<string, object>(StringComparer.Ordinal) { ["kid"] = Id, ["use"] = "sig" };
        if (Rsa is not null)
        {
            var key = Rsa.ExportParameters(includePrivateParameters: false);
            jwk["kty"] = "RSA";
            jwk["alg"] = "RS256";
            jwk["n"] = Base64Url.EncodeToString(key.Modulus);
            jwk["e"] = Base64Url.EncodeToString(key.Exponent);
        }
        else
        {
            var key = Curve!.ExportParameters(includePrivateParameters: false);
            jwk["kty"] = "EC";
            jwk["crv"] = key.Q.X!.Length == 32 ? "P-256" : "P-384";
            jwk["x"] = Base64Url.EncodeToString(key.Q.X);
            jwk["y"] = Base64Url.EncodeToString(key.Q.Y);
        }
        return jwk;
    }
}
