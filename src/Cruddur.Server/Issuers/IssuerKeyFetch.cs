using System.Text.Json;

namespace Cruddur.Server.Issuers;

/// <summary>Asks an issuer for its keys (RFC 7517, 5), and before that where they are (OpenID Connect Discovery 1.0, 4).</summary>
/// <param name="http">Bounds the time and the size of an answer, and follows no redirects.</param>
internal sealed class IssuerKeyFetch(HttpClient http, IssuerSettings issuer)
{
    /// <summary>Published keys may be many while they change; an issuer with more is refused, not read in part.</summary>
    private const int MostKeys = 100;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <returns>By kid. Never empty.</returns>
    /// <exception cref="IssuerException">There is no usable answer; the message says which and why.</exception>
    public async Task<IReadOnlyDictionary<string, VerificationKey>> FetchAsync(CancellationToken cancellationToken)
    {
        var address = issuer.JwksAddress ?? await FindAddressAsync(cancellationToken);
        var answer = await GetAsync(address, cancellationToken);
        if (
            answer.ValueKind != JsonValueKind.Object
            || !answer.TryGetProperty("keys", out var list)
            || list.ValueKind != JsonValueKind.Array
            || list.GetArrayLength() > MostKeys
        )
        {
            throw new IssuerException($"{address} is no set of at most {MostKeys} keys.");
        }
        var keys = list.EnumerateArray()
            .Where(jwk => jwk.ValueKind == JsonValueKind.Object)
            .Select(jwk => (Id: jwk.Text("kid"), Key: VerificationKey.Of(jwk)))
            .Where(one => !string.IsNullOrEmpty(one.Id) && one.Key is not null)
            .GroupBy(one => one.Id!, StringComparer.Ordinal)
            // Of two by one name it is not known which is meant.
            .Where(same => same.Count() == 1)
            .ToDictionary(same => same.Key, same => same.Single().Key!, StringComparer.Ordinal);
        return keys.Count > 0
            ? keys
            : throw new IssuerException($"{address} has no key for RS256 of 2048 bits or more, and none for ES256.");
    }

    private async Task<Uri> FindAddressAsync(CancellationToken cancellationToken)
    {
        var root = issuer.Issuer.TrimEnd('/');
        if (issuer.IsCognitoPool)
        {
            return new Uri($"{root}/.well-known/jwks.json");
        }
        var address = new Uri($"{root}/.well-known/openid-configuration");
        var discovery = await GetAsync(address, cancellationToken);
        // Section 4.3: whoever publishes this speaks for the issuer of this name and no other.
        if (discovery.ValueKind != JsonValueKind.Object || discovery.Text("issuer") != issuer.Issuer)
        {
            throw new IssuerException($"{address} does not name the issuer as the settings do.");
        }
        return discovery.Text("jwks_uri") is { } keys && IssuerSettings.IsSafe(keys)
            ? new Uri(keys)
            : throw new IssuerException($"{address} has no https address in jwks_uri.");
    }

    private async Task<JsonElement> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(address, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new IssuerException($"{address} answered {(int)response.StatusCode}.");
            }
            return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken), Strict);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or JsonException or InvalidOperationException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            throw new IssuerException($"{address} gave no usable answer: {exception.Message}", exception);
        }
    }
}

/// <summary>An issuer's keys could not be had.</summary>
internal sealed class IssuerException : Exception
{
    public IssuerException(string message)
        : base(message) { }

    public IssuerException(string message, Exception cause)
        : base(message, cause) { }
}
