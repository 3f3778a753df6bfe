using System.Text.Json;
using System.Text.Json.Nodes;
using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Runtime;
using Cruddur.Storage.DynamoDb;
using Cruddur.Storage.DynamoDb.Streams;
using Microsoft.Extensions.Logging;

namespace Cruddur.Lambda.Inbox;

/// <summary>
/// The function: applies all records of an event to the inboxes, and answers which one, if any, has to be delivered again
/// (https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html).
/// </summary>
internal sealed partial class InboxFunction(RecordApplier applier, ILogger logger)
{
    public static InboxFunction On(DynamoDbConnection connection, TimeProvider time, ILogger logger)
    {
        var table = connection.OpenTable(new UuidSource(time));
        var projector = new InboxProjector(table, new MessageGroupStore(table, time), time);
        return new InboxFunction(new RecordApplier(table, projector, time, logger), logger);
    }

    /// <exception cref="EventException">The event is none of a table's stream.</exception>
    public async Task<byte[]> HandleAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var records = Read(body);
        var unapplied = await applier.ApplyAsync(records, cancellationToken);
        if (unapplied is not null)
        {
            LogUnapplied(unapplied.Record.SequenceNumber, records.Count, unapplied.Cause);
        }
        return Answer(unapplied);
    }

    private static List<StreamRecord> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return [.. JsonElement.Parse(body.Span).GetProperty("Records").EnumerateArray().Select(StreamRecord.Of)];
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new EventException(exception);
        }
    }

    /// <summary>Lambda goes on behind what is before the lowest sequence number: one is all that it needs.</summary>
    private static byte[] Answer(Unapplied? unapplied)
    {
        var failures = new JsonArray();
        if (unapplied is not null)
        {
            failures.Add(new JsonObject { ["itemIdentifier"] = unapplied.Record.SequenceNumber });
        }
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["batchItemFailures"] = failures });
    }

    [LoggerMessage(
        3103,
        LogLevel.Error,
        "Of {Count} records those from {SequenceNumber} on are not all applied; Lambda delivers them again."
    )]
    private partial void LogUnapplied(string sequenceNumber, int count, Exception exception);
}

/// <summary>An event that this function cannot be for.</summary>
internal sealed class EventException(Exception inner)
    : Exception(
        $"The event is no batch of records of a DynamoDB stream: {inner.Message} "
            + "Let only an event source mapping of the table's stream call this function.",
        inner
    );
