namespace Cruddur.Storage.DynamoDb;

/// <summary>Which table, and where.</summary>
/// <param name="Region">Null: the one of the environment (<c>AWS_REGION</c>, a profile).</param>
/// <param name="Endpoint">Null: that of the environment (<c>AWS_ENDPOINT_URL_DYNAMODB</c>, <c>AWS_ENDPOINT_URL</c>), else AWS.</param>
public sealed record DynamoDbSettings(TableSchema Schema, string? Region = null, Uri? Endpoint = null);
