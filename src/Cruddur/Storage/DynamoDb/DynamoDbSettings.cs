using Amazon;

namespace Cruddur.Storage.DynamoDb;

/// <summary>Which table, and where.</summary>
/// <param name="Region">Null: the one of the environment (<c>AWS_REGION</c>, a profile).</param>
/// <param name="Endpoint">Null: that of the environment (<c>AWS_ENDPOINT_URL_DYNAMODB</c>, <c>AWS_ENDPOINT_URL</c>), else AWS.</param>
public sealed record DynamoDbSettings(TableSchema Schema, string? Region = null, Uri? Endpoint = null)
{
    // Of a region, of a VPC's own endpoint, and of either in two protocols
    // (https://docs.aws.amazon.com/general/latest/gr/ddb.html).
    private static readonly string[] DomainsOfAws =
    [
        "amazonaws.com",
        "amazonaws.com.cn",
        "amazonaws.eu",
        "api.aws",
        "api.amazonwebservices.com.cn",
    ];

    /// <summary>On AWS itself, whatever endpoint the environment names.</summary>
    public bool OnAws { get; init; }

    /// <summary>
    /// How long one attempt may take. A second by default, so that the send protocol's few seconds hold several; a tool
    /// has more patience.
    /// </summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether it is AWS itself, not an emulator: an endpoint may name AWS too.</summary>
    /// <exception cref="StorageException">The environment has an endpoint that is none.</exception>
    public bool IsAws => FindEndpoint() is not { } endpoint || IsOfAws(endpoint);

    /// <returns>Null for the usual one of the region.</returns>
    /// <exception cref="StorageException">The environment has one that is none.</exception>
    public Uri? FindEndpoint() =>
        OnAws ? null : Endpoint ?? FromEnvironment("AWS_ENDPOINT_URL_DYNAMODB") ?? FromEnvironment("AWS_ENDPOINT_URL");

    /// <summary>Where the streams are: an emulator serves both, AWS has a host for each.</summary>
    /// <exception cref="StorageException">The environment has one that is none.</exception>
    public Uri StreamsEndpointIn(string region) =>
        FromEnvironment("AWS_ENDPOINT_URL_DYNAMODB_STREAMS")
        ?? (IsAws ? null : FindEndpoint())
        ?? new Uri($"https://streams.dynamodb.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}");

    private static bool IsOfAws(Uri endpoint) =>
        DomainsOfAws.Any(domain => endpoint.IdnHost.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase));

    private static Uri? FromEnvironment(string name)
    {
        var text = Environment.GetEnvironmentVariable(name);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }
        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            ? uri
            : throw new StorageException(
                StorageFault.Configuration,
                $"The environment variable {name} is '{text}', which is no address such as http://127.0.0.1:8000."
            );
    }
}
