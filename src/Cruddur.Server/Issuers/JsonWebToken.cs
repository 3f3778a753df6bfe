using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Cruddur.Server.Issuers;

/// <summary>
/// A signed JWT in compact form (RFC 7515, 7519), taken apart and not yet believed. Strict, as RFC 8725 advises: what two
/// readers could read in two ways is no token.
/// </summary>
internal sealed class JsonWebToken
{
    /// <summary>Characters. Tokens of Cognito have about 1,100.</summary>
    public const int MaxLength = 8192;

    public const string Rs256 = "RS256";
    public const string Es256 = "ES256";

    private const int MaxKeyIdLength = 256;

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = 8,
    };

    private JsonWebToken(string algorithm, string keyId, JsonElement claims, byte[] signed, byte[] signature)
    {
        Algorithm = algorithm;
        KeyId = keyId;
        Claims = claims;
        Signed = signed;
        Signature = signature;
    }

    /// <summary><see cref="Rs256"/> or <see cref="Es256"/>; no other gets here.</summary>
    public string Algorithm { get; }

    public string KeyId { get; }

    public JsonElement Claims { get; }

    /// <summary>What the signature is of.</summary>
    public byte[] Signed { get; }

    public byte[] Signature { get; }

    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out JsonWebToken? token,
        [NotNullWhen(false)] out TokenFault? fault
    )
    {
        token = null;
        if (text.Length > MaxLength)
        {
            fault = TokenFault.TooLong;
            return false;
        }
        fault = TokenFault.Malformed;
        if (
            text.Split('.') is not [var header, var payload, var signature]
            || DecodeObject(header) is not { } head
            || DecodeObject(payload) is not { } claims
            || Decode(signature) is not { Length: > 0 } signatureBytes
        )
        {
            return false;
        }
        // An extension that must be understood (RFC 7515, 4.1.11), and there is none that is.
        if (head.TryGetProperty("crit", out _) || !IsOfAType(head))
        {
            return false;
        }
        if (head.Text("alg") is not { } algorithm || algorithm is not (Rs256 or Es256))
        {
            fault = TokenFault.Algorithm;
            return false;
        }
        // What names or holds a key itself (jwk, jku, x5c, x5u) is not looked at: keys come from where the settings say.
        if (head.Text("kid") is not { Length: > 0 and <= MaxKeyIdLength } keyId)
        {
            return false;
        }
        var signed = Encoding.ASCII.GetBytes(text, 0, text.Length - signature.Length - 1);
        token = new JsonWebToken(algorithm, keyId, claims, signed, signatureBytes);
        fault = null;
        return true;
    }

    public override string ToString() => "(a token)";

    // "JWT", or that of access tokens (RFC 9068), which some issuers give; any other is of something else.
    private static bool IsOfAType(JsonElement header) =>
        !header.TryGetProperty("typ", out _)
        || header.Text("typ")?.ToUpperInvariant() is "JWT" or "AT+JWT" or "APPLICATION/AT+JWT";

    private static JsonElement? DecodeObject(string part)
    {
        if (Decode(part) is not { } bytes || !Utf8.IsValid(bytes))
        {
            return null;
        }
        try
        {
            var json = JsonElement.Parse(bytes, Strict);
            return json.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second: a name with half a surrogate pair, which cannot be compared with others.
            return null;
        }
    }

    // The framework's decoder lets white space and padding pass; then many texts would be one token.
    private static byte[]? Decode(string part)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(part);
            return Base64Url.EncodeToString(bytes) == part ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>Short words for reading what a stranger wrote.</summary>
internal static class UntrustedJson
{
    /// <returns>Null when there is none, it is no text, or it is none that can be written.</returns>
    public static string? Text(this JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped.
            return null;
        }
    }

    /// <summary>A text, or each of a list of them: how <c>aud</c> may be written (RFC 7519, 4.1.3).</summary>
    public static IEnumerable<string> Texts(this JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return [];
        }
        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(TextOf).OfType<string>()
            : [.. new[] { json.Text(name) }.OfType<string>()];
    }

    /// <summary>A NumericDate (RFC 7519, 2): seconds since 1970, perhaps with a fraction.</summary>
    /// <returns>Whether there is none or it is a time; null for none.</returns>
    public static bool TryTime(this JsonElement json, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!json.TryGetProperty(name, out var value))
        {
            return true;
        }
        if (
            value.ValueKind != JsonValueKind.Number
            || !value.TryGetDouble(out var seconds)
            || !(seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        )
        {
            return false;
        }
        time = DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
