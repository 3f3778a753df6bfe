namespace Cruddur.Storage.DynamoDb;

/// <summary>Which table, and where.</summary>
/// <param name="Region">Null: the one of the environment (<c>AWS_REGION</c>, a profile).</param>
/// <param name="Endpoint">Null: that of the environment (<c>AWS_ENDPOINT_URL_DYNAMODB</c>, <c>AWS_ENDPOINT_URL</c>), else AWS.</param>
public sealed record DynamoDbSettings(TableSchema Schema, string? Region = null, Uri? Endpoint = null)
{
    /// <summary>On AWS itself, whatever endpoint the environment names.</summary>
    public bool OnAws { get; init; }

    /// <summary>
    /// How long one attempt may take. A second by default, so that the send protocol's few seconds hold several; a tool
    /// has more patience.
    /// </summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
