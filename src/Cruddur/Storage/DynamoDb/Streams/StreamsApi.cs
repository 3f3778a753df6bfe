using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>The records of a table's stream, by shard.</summary>
internal interface IStreams
{
    /// <summary>All shards that still have records: a day's worth.</summary>
    Task<IReadOnlyList<Shard>> ListShardsAsync(CancellationToken cancellationToken);

    /// <param name="after">A sequence number, or null for the oldest record that is kept.</param>
    /// <exception cref="StreamsException">What comes behind the number is no longer kept.</exception>
    Task<string> GetIteratorAsync(string shardId, string? after, CancellationToken cancellationToken);

    /// <summary>For what is written from now on.</summary>
    Task<string> GetLatestIteratorAsync(string shardId, CancellationToken cancellationToken);

    /// <exception cref="StreamsException">The iterator is over 15 minutes old, or its records are no longer kept.</exception>
    Task<StreamPage> GetRecordsAsync(string iterator, int limit, CancellationToken cancellationToken);
}

/// <summary>
/// DynamoDB Streams by its JSON API, version 2012-08-10
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html).
/// </summary>
/// <param name="http">Signs; its base address is the endpoint.</param>
internal sealed class StreamsApi(HttpClient http, string streamArn) : IStreams
{
    private const string Target = "DynamoDBStreams_20120810.";
    private static readonly MediaTypeHeaderValue ContentType = new("application/x-amz-json-1.0");

    public async Task<IReadOnlyList<Shard>> ListShardsAsync(CancellationToken cancellationToken)
    {
        var shards = new List<Shard>();
        string? last = null;
        do
        {
            var answer = await CallAsync(
                "DescribeStream",
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["StreamArn"] = streamArn,
                    ["ExclusiveStartShardId"] = last,
                },
                cancellationToken
            );
            var stream = answer.GetProperty("StreamDescription");
            shards.AddRange(
                stream
                    .GetProperty("Shards")
                    .EnumerateArray()
                    .Select(shard => new Shard(
                        shard.GetProperty("ShardId").GetString()!,
                        TextOrNull(shard, "ParentShardId")
                    ))
            );
            last = TextOrNull(stream, "LastEvaluatedShardId");
        } while (last is not null);
        return shards;
    }

    public Task<string> GetIteratorAsync(string shardId, string? after, CancellationToken cancellationToken) =>
        GetIteratorAsync(shardId, after is null ? "TRIM_HORIZON" : "AFTER_SEQUENCE_NUMBER", after, cancellationToken);

    public Task<string> GetLatestIteratorAsync(string shardId, CancellationToken cancellationToken) =>
        GetIteratorAsync(shardId, "LATEST", null, cancellationToken);

    private async Task<string> GetIteratorAsync(
        string shardId,
        string type,
        string? after,
        CancellationToken cancellationToken
    )
    {
        var answer = await CallAsync(
            "GetShardIterator",
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["StreamArn"] = streamArn,
                ["ShardId"] = shardId,
                ["ShardIteratorType"] = type,
                ["SequenceNumber"] = after,
            },
            cancellationToken
        );
        return answer.GetProperty("ShardIterator").GetString()!;
    }

    public async Task<StreamPage> GetRecordsAsync(string iterator, int limit, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            "GetRecords",
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["ShardIterator"] = iterator, ["Limit"] = limit },
            cancellationToken
        );
        return new StreamPage(
            [.. answer.GetProperty("Records").EnumerateArray().Select(StreamRecord.Of)],
            TextOrNull(answer, "NextShardIterator")
        );
    }

    private async Task<JsonElement> CallAsync(
        string operation,
        Dictionary<string, object?> parameters,
        CancellationToken cancellationToken
    )
    {
        var given = parameters.Where(one => one.Value is not null).ToDictionary(StringComparer.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, http.BaseAddress)
        {
            Content = JsonContent.Create(given, ContentType),
        };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", Target + operation);
        using var response = await http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return JsonElement.Parse(body);
        }
        throw StreamsException.Of(operation, response.StatusCode, body);
    }

    private static string? TextOrNull(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

/// <summary>A part of a stream; its records follow those of its parent.</summary>
internal sealed record Shard(string Id, string? ParentId);

/// <summary>Some records, oldest first.</summary>
/// <param name="Next">Null when the shard is closed and this was its end.</param>
internal sealed record StreamPage(IReadOnlyList<StreamRecord> Records, string? Next);
