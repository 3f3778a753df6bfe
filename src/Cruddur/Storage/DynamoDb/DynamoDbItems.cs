using System.Globalization;
using Value = Amazon.DynamoDBv2.Model.AttributeValue;

namespace Cruddur.Storage.DynamoDb;

/// <summary>Items as DynamoDB's client holds them: text is <c>S</c>, a number <c>N</c>.</summary>
internal static class DynamoDbItems
{
    public static Dictionary<string, Value> Of(Item item)
    {
        var values = Of(item.Key);
        foreach (var (name, value) in item.Attributes)
        {
            values[name] = Of(value);
        }
        return values;
    }

    public static Dictionary<string, Value> Of(Key key) =>
        new(StringComparer.Ordinal)
        {
            [TableSchema.PartitionKey] = new Value { S = key.Partition },
            [TableSchema.SortKey] = new Value { S = key.Sort },
        };

    public static Value Of(AttributeValue value) =>
        value.IsText
            ? new Value { S = value.Text }
            : new Value { N = value.Number.ToString(CultureInfo.InvariantCulture) };

    /// <exception cref="ItemFormatException">An attribute is of a type that the data model does not have.</exception>
    public static Item ToItem(Dictionary<string, Value> values)
    {
        var key = ToKey(values);
        return new Item(
            key,
            values
                .Where(one => one.Key is not (TableSchema.PartitionKey or TableSchema.SortKey))
                .Select(one => KeyValuePair.Create(one.Key, ToValue(key, one.Key, one.Value)))
        );
    }

    /// <summary>An item that an answer has only when there is one.</summary>
    public static Item? ToItemOrNull(Dictionary<string, Value>? values) =>
        values is null or { Count: 0 } ? null : ToItem(values);

    public static Key ToKey(Dictionary<string, Value> values) =>
        new(values[TableSchema.PartitionKey].S, values[TableSchema.SortKey].S);

    private static AttributeValue ToValue(Key key, string name, Value value)
    {
        if (value.S is { } text)
        {
            return AttributeValue.FromStore(text);
        }
        return long.TryParse(value.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? AttributeValue.FromNumber(number)
            : throw new ItemFormatException(
                $"The attribute '{name}' of the item {key} is neither text nor a whole number of 64 bits: "
                    + "the table is not, or not only, of this program."
            );
    }
}
