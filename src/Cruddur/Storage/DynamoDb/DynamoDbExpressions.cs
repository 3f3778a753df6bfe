using Value = Amazon.DynamoDBv2.Model.AttributeValue;

namespace Cruddur.Storage.DynamoDb;

/// <summary>
/// Conditions and updates as expressions, with the names and values behind their placeholders: names may be reserved words
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html).
/// </summary>
internal sealed class DynamoDbExpressions
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);

    public DynamoDbExpressions(Write write)
    {
        Condition = ConditionOf(write.Condition);
        Update = write is Write.Update update ? UpdateOf(update) : null;
    }

    /// <summary>Null when the write is unconditional.</summary>
    public string? Condition { get; }

    /// <summary>Null when the write is no update.</summary>
    public string? Update { get; }

    /// <summary>Null when there are none, as empty ones are refused.</summary>
    public Dictionary<string, string>? Names => _names.Count > 0 ? _names : null;

    public Dictionary<string, Value>? Values => _values.Count > 0 ? _values : null;

    private string? ConditionOf(Condition condition) =>
        condition switch
        {
            Storage.Condition.Always => null,
            Storage.Condition.MustNotExist => $"attribute_not_exists({Name(TableSchema.PartitionKey)})",
            Storage.Condition.MustExist => $"attribute_exists({Name(TableSchema.PartitionKey)})",
            // Between values of two types a comparison is false, as is one with an attribute that is not there.
            Storage.Condition.NumberLessThan(var attribute, var value) =>
                $"{Name(attribute)} < {Place(AttributeValue.FromNumber(value))}",
            Storage.Condition.ValueEqualTo(var attribute, var value) => $"{Name(attribute)} = {Place(value)}",
            _ => throw new InvalidOperationException($"Unknown condition {condition.GetType().Name}."),
        };

    private string UpdateOf(Write.Update update)
    {
        var set = update.Set.Select(one => $"{Name(one.Key)} = {Place(one.Value)}").ToList();
        var remove = update.Remove.Select(Name).ToList();
        var clauses = new List<string>();
        if (set.Count > 0)
        {
            clauses.Add($"SET {string.Join(", ", set)}");
        }
        if (remove.Count > 0)
        {
            clauses.Add($"REMOVE {string.Join(", ", remove)}");
        }
        return string.Join(' ', clauses);
    }

    private string Name(string attribute)
    {
        var place = $"#n{_names.Count}";
        _names[place] = attribute;
        return place;
    }

    private string Place(AttributeValue value)
    {
        var place = $":v{_values.Count}";
        _values[place] = DynamoDbItems.Of(value);
        return place;
    }
}
