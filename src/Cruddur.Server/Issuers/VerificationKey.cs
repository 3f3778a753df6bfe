using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Cruddur.Server.Issuers;

/// <summary>A public key of an issuer, good for one algorithm only.</summary>
internal abstract record VerificationKey(string Algorithm)
{
    private const int LeastRsaBits = 2048;

    // A larger one would only make each check slower.
    private const int MostRsaBits = 8192;
    private const int P256Bytes = 32;
    private const int P256SignatureBytes = 64;

    // A number is made of it for each check: the framework does not promise that one may be used by two at once.
    public abstract bool Verifies(JsonWebToken token);

    /// <returns>Null for a key of another kind, for another purpose, or too weak: tokens by it are refused as by an unknown one.</returns>
    public static VerificationKey? Of(JsonElement jwk)
    {
        var isForSignatures =
            (!jwk.TryGetProperty("use", out _) || jwk.Text("use") == "sig")
            && (
                !jwk.TryGetProperty("key_ops", out _) || jwk.Texts("key_ops").Contains("verify", StringComparer.Ordinal)
            );
        if (!isForSignatures)
        {
            return null;
        }
        var isForAny = !jwk.TryGetProperty("alg", out _);
        var algorithm = jwk.Text("alg");
        return jwk.Text("kty") switch
        {
            "RSA" when isForAny || algorithm == JsonWebToken.Rs256 => RsaOf(jwk),
            "EC" when isForAny || algorithm == JsonWebToken.Es256 => P256Of(jwk),
            _ => null,
        };
    }

    private static Rsa? RsaOf(JsonElement jwk)
    {
        var modulus = Number(jwk, "n");
        var exponent = Number(jwk, "e");
        var bits = modulus.Length * 8 - (modulus.Length == 0 ? 0 : byte.LeadingZeroCount(modulus[0]));
        // FIPS 186-5, A.1.1: an odd exponent above 2^16. Four bytes at most, which bounds the work.
        var isSound =
            bits is >= LeastRsaBits and <= MostRsaBits
            && (modulus[^1] & 1) == 1
            && exponent.Length is 3 or 4
            && (exponent[^1] & 1) == 1;
        if (!isSound)
        {
            return null;
        }
        var key = new Rsa(new RSAParameters { Modulus = modulus, Exponent = exponent });
        return key.IsUsable ? key : null;
    }

    private static P256? P256Of(JsonElement jwk)
    {
        var (x, y) = (Bytes(jwk, "x"), Bytes(jwk, "y"));
        if (jwk.Text("crv") != "P-256" || x.Length != P256Bytes || y.Length != P256Bytes)
        {
            return null;
        }
        var key = new P256(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = x, Y = y },
            }
        );
        return key.IsUsable ? key : null;
    }

    // Some write a zero in front.
    private static byte[] Number(JsonElement jwk, string name) => [.. Bytes(jwk, name).SkipWhile(one => one == 0)];

    private static byte[] Bytes(JsonElement jwk, string name)
    {
        try
        {
            return Base64Url.DecodeFromChars(jwk.Text(name));
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private sealed record Rsa(RSAParameters Parameters) : VerificationKey(JsonWebToken.Rs256)
    {
        public bool IsUsable => Try(() => RSA.Create(Parameters).Dispose());

        public override bool Verifies(JsonWebToken token)
        {
            using var rsa = RSA.Create(Parameters);
            return rsa.VerifyData(token.Signed, token.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    private sealed record P256(ECParameters Parameters) : VerificationKey(JsonWebToken.Es256)
    {
        // A point that is not on the curve is refused here.
        public bool IsUsable => Try(() => ECDsa.Create(Parameters).Dispose());

        public override bool Verifies(JsonWebToken token)
        {
            using var key = ECDsa.Create(Parameters);
            return token.Signature.Length == P256SignatureBytes
                && key.VerifyData(
                    token.Signed,
                    token.Signature,
                    HashAlgorithmName.SHA256,
                    DSASignatureFormat.IeeeP1363FixedFieldConcatenation
                );
        }
    }

    private static bool Try(Action import)
    {
        try
        {
            import();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
