using System.Globalization;
using System.Text.Json;

namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>
/// One record of a stream, as the API and a Lambda's event have it
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html).
/// </summary>
/// <param name="SequenceNumber">Its place in its shard.</param>
/// <param name="Change">Null when it cannot be read.</param>
/// <param name="Fault">Why it cannot be read.</param>
internal sealed record StreamRecord(string SequenceNumber, Change? Change, string? Fault = null)
{
    /// <summary>Reads a record; one that is not as it should be is kept as that, so that those around it are not lost.</summary>
    public static StreamRecord Of(JsonElement record)
    {
        var stream = record.GetProperty("dynamodb");
        var number = stream.GetProperty(nameof(SequenceNumber)).GetString()!;
        try
        {
            var key = KeyOf(stream.GetProperty("Keys"));
            var image = stream.TryGetProperty("NewImage", out var found) ? ItemOf(key, found) : null;
            return new StreamRecord(
                number,
                new Change(KindOf(record.GetProperty("eventName").GetString()), key, image)
            );
        }
        catch (Exception exception)
            when (exception
                    is KeyNotFoundException
                        or InvalidOperationException
                        or ArgumentException
                        or FormatException
                        or OverflowException
            )
        {
            return new StreamRecord(number, null, exception.Message);
        }
    }

    private static ChangeKind KindOf(string? name) =>
        name switch
        {
            "INSERT" => ChangeKind.Insert,
            "MODIFY" => ChangeKind.Modify,
            "REMOVE" => ChangeKind.Remove,
            _ => throw new FormatException($"'{name}' is no kind of change."),
        };

    private static Key KeyOf(JsonElement keys) =>
        new(
            keys.GetProperty(TableSchema.PartitionKey).GetProperty("S").GetString()!,
            keys.GetProperty(TableSchema.SortKey).GetProperty("S").GetString()!
        );

    private static Item ItemOf(Key key, JsonElement image) =>
        new(
            key,
            image
                .EnumerateObject()
                .Where(one => one.Name is not (TableSchema.PartitionKey or TableSchema.SortKey))
                .Select(one => KeyValuePair.Create(one.Name, ValueOf(one.Value)))
        );

    private static AttributeValue ValueOf(JsonElement value) =>
        value.TryGetProperty("S", out var text)
            ? AttributeValue.FromText(text.GetString()!)
            : AttributeValue.FromNumber(long.Parse(value.GetProperty("N").GetString()!, CultureInfo.InvariantCulture));
}
