using System.Globalization;
using System.Text.Json;

namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>
/// One record of a stream, as the API and a Lambda's event have it
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html).
/// </summary>
/// <param name="EventId">Its name among all records; the same each time it is delivered.</param>
/// <param name="SequenceNumber">Its place in its shard: a whole number, in decimals.</param>
/// <param name="Change">Null when its key cannot be read; without its image when that cannot.</param>
/// <param name="Fault">Why it cannot be read.</param>
public sealed record StreamRecord(string EventId, string SequenceNumber, Change? Change, string? Fault = null)
{
    /// <summary>In the order of the shard. The numbers have more digits than fit into any of ours.</summary>
    public static readonly IComparer<StreamRecord> BySequence = Comparer<StreamRecord>.Create(
        (one, other) =>
            one.SequenceNumber.Length != other.SequenceNumber.Length
                ? one.SequenceNumber.Length.CompareTo(other.SequenceNumber.Length)
                : string.CompareOrdinal(one.SequenceNumber, other.SequenceNumber)
    );

    /// <summary>Reads a record; one that is not as it should be is kept as that, so that those around it are not lost.</summary>
    /// <exception cref="FormatException">It is no record of a stream at all: it has no id or no sequence number.</exception>
    public static StreamRecord Of(JsonElement record)
    {
        var (id, number, stream) = EnvelopeOf(record);
        Change? change = null;
        try
        {
            var kind = KindOf(record.GetProperty("eventName").GetString());
            change = new Change(kind, KeyOf(stream.GetProperty("Keys")), NewImage: null);
            return new StreamRecord(id, number, change with { NewImage = ImageOf(change, stream) });
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return new StreamRecord(id, number, change, exception.Message);
        }
    }

    /// <exception cref="ItemFormatException">It cannot be read.</exception>
    internal Change Required() => Fault is null ? Change! : throw new ItemFormatException(Fault);

    private static (string Id, string Number, JsonElement Stream) EnvelopeOf(JsonElement record)
    {
        try
        {
            var stream = record.GetProperty("dynamodb");
            return (
                record.GetProperty("eventID").GetString() ?? throw new FormatException("The eventID is null."),
                stream.GetProperty(nameof(SequenceNumber)).GetString()
                    ?? throw new FormatException("The sequence number is null."),
                stream
            );
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw new FormatException(
                $"This is no record of a stream, with eventID and dynamodb.SequenceNumber: {exception.Message}",
                exception
            );
        }
    }

    private static bool IsUnreadable(Exception exception) =>
        exception
            is KeyNotFoundException
                or InvalidOperationException
                or ArgumentException
                or FormatException
                or OverflowException;

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

    private static Item? ImageOf(Change change, JsonElement stream) =>
        stream.TryGetProperty("NewImage", out var image) ? ItemOf(change.Key, image)
        : change.Kind is ChangeKind.Remove ? null
        : throw new FormatException(
            $"It has no new image: the table's stream needs the view type {TableSchema.StreamView}."
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
