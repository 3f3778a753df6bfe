using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace Cruddur.Aws;

/// <summary>
/// Signs requests by AWS Signature Version 4
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). For POST to the root of a
/// host, which is all that AWS's JSON services have: no path, no query.
/// </summary>
internal sealed class Signature(string region, string service, TimeProvider time)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    public void Sign(HttpRequestMessage request, byte[] body, ImmutableCredentials keys)
    {
        var now = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var day = now[..8];
        request.Headers.TryAddWithoutValidation("X-Amz-Date", now);
        if (keys.UseToken)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", keys.Token);
        }
        request.Headers.Host ??= request.RequestUri!.IsDefaultPort
            ? request.RequestUri.Host
            : request.RequestUri.Authority;
        var headers = SignedHeaders(request);
        var names = string.Join(';', headers.Keys);
        var canonical =
            $"{request.Method}\n/\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Hash(body)}";
        var scope = $"{day}/{region}/{service}/aws4_request";
        var toSign = $"{Algorithm}\n{now}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
        byte[] key = [.. "AWS4"u8, .. Encoding.UTF8.GetBytes(keys.SecretKey)];
        foreach (var part in (string[])[day, region, service, "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            Algorithm,
            $"Credential={keys.AccessKey}/{scope}, SignedHeaders={names}, Signature={signature}"
        );
    }

    private static SortedDictionary<string, string> SignedHeaders(HttpRequestMessage request)
    {
        var all = request.Headers.AsEnumerable();
        if (request.Content?.Headers.ContentType is { } type)
        {
            all = all.Append(KeyValuePair.Create<string, IEnumerable<string>>("Content-Type", [type.ToString()]));
        }
        return new(
            all.ToDictionary(
                header => header.Key.ToLowerInvariant(),
                header => string.Join(',', header.Value).Trim(),
                StringComparer.Ordinal
            ),
            StringComparer.Ordinal
        );
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
