using System.Net;
using System.Text.Json;

namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>What DynamoDB Streams said instead of an answer.</summary>
internal sealed class StreamsException(string message, string code) : Exception(message)
{
    /// <summary>The error's name: <c>TrimmedDataAccessException</c>.</summary>
    public string Code { get; } = code;

    /// <summary>Ask for a new iterator: this one is too old.</summary>
    public bool IsExpired => Code == "ExpiredIteratorException";

    /// <summary>What comes next is no longer kept: only the oldest that is.</summary>
    public bool IsTrimmed => Code == "TrimmedDataAccessException";

    /// <summary>There is no such shard any more.</summary>
    public bool IsGone => Code == "ResourceNotFoundException";

    public static StreamsException Of(string operation, HttpStatusCode status, string body)
    {
        var (code, said) = Read(body);
        return new StreamsException($"DynamoDB Streams refused {operation} ({(int)status} {code}): {said}", code);
    }

    // {"__type":"com.amazonaws.dynamodb.v20120810#ExpiredIteratorException","message":"…"}
    private static (string Code, string Said) Read(string body)
    {
        try
        {
            var error = JsonElement.Parse(body);
            var type = error.GetProperty("__type").GetString()!;
            var said =
                error.TryGetProperty("message", out var small) ? small.GetString()
                : error.TryGetProperty("Message", out var large) ? large.GetString()
                : null;
            return (type[(type.LastIndexOf('#') + 1)..], said ?? "");
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return ("", "no words that can be read");
        }
    }
}
