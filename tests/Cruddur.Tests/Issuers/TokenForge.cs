using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cruddur.Tests.Issuers;

/// <summary>Makes tokens as an issuer does, and as it never would.</summary>
internal sealed class TokenForge(string issuer, SigningKey key, TimeProvider time)
{
    public const string Client = "messenger";

    public string Issuer => issuer;

    public TimeProvider Time => time;

    public long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>A token that is good for an hour.</summary>
    public string Good(string subject = "subject-1", string? handle = "carol", string? name = "Carol of the Issuer") =>
        Make(Header(), Claims(subject, handle, name));

    /// <summary>A good token, but for a change of its claims.</summary>
    public string With(Action<Dictionary<string, object?>> change) => With(_ => { }, change);

    public string WithHeader(Action<Dictionary<string, object?>> change) => With(change, _ => { });

    public string With(Action<Dictionary<string, object?>> header, Action<Dictionary<string, object?>> claims)
    {
        var (head, body) = (Header(), Claims());
        header(head);
        claims(body);
        return Make(head, body);
    }

    public string Make(object header, object claims) =>
        Sign($"{Encode(JsonSerializer.Serialize(header))}.{Encode(JsonSerializer.Serialize(claims))}");

    /// <summary>Of JSON as it is written, right or wrong.</summary>
    public string OfText(string header, string claims) => Sign($"{Encode(header)}.{Encode(claims)}");

    /// <summary>By the algorithm of the key, whatever the header says.</summary>
    public string Sign(string signed)
    {
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = key.Rsa is { } rsa
            ? rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : key.Curve!.SignData(bytes, HashAlgorithmName.SHA256);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public Dictionary<string, object?> Header() =>
        new(StringComparer.Ordinal)
        {
            ["alg"] = key.Rsa is null ? "ES256" : "RS256",
            ["kid"] = key.Id,
            ["typ"] = "JWT",
        };

    public Dictionary<string, object?> Claims(
        string subject = "subject-1",
        string? handle = "carol",
        string? name = "Carol of the Issuer"
    ) =>
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["iss"] = issuer,
            ["sub"] = subject,
            ["client_id"] = Client,
            ["token_use"] = "access",
            ["iat"] = Now,
            ["exp"] = Now + 3600,
            ["preferred_username"] = handle,
            ["name"] = name,
        }
            .Where(claim => claim.Value is not null)
            .ToDictionary(StringComparer.Ordinal);

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
