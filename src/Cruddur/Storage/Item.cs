using Cruddur.Runtime;

namespace Cruddur.Storage;

/// <summary>An item of the table: its key and its other attributes. Immutable.</summary>
/// <remarks>At most 400 KB, names included, as in DynamoDB.</remarks>
public sealed class Item : IEquatable<Item>
{
    public const int MaxSize = 400 * 1024;
    public const string PartitionName = "pk";
    public const string SortName = "sk";

    private readonly AttributeMap _attributes;

    /// <exception cref="ArgumentException">
    /// An attribute has no name, the name of a key or that of another one, or the item is larger than
    /// <see cref="MaxSize"/>.
    /// </exception>
    public Item(Key key, IEnumerable<KeyValuePair<string, AttributeValue>> attributes)
    {
        Key = key;
        _attributes = AttributeMap.Of(attributes);
        var size = PartitionName.Length + SortName.Length + key.Size;
        foreach (var (name, value) in _attributes)
        {
            CheckName(name, nameof(attributes));
            size += Utf8.StrictByteCount(name, nameof(attributes)) + value.Size;
        }
        Size = size;
        if (Size > MaxSize)
        {
            throw new ArgumentException(
                $"The item {key} has {Size} bytes; at most {MaxSize} are allowed.",
                nameof(attributes)
            );
        }
    }

    private Item(Key key, AttributeMap attributes, int size)
    {
        Key = key;
        _attributes = attributes;
        Size = size;
    }

    /// <summary>An item that an engine reads back: what was checked and measured when it was written is not again.</summary>
    internal static Item FromStore(Key key, AttributeMap attributes, int size) => new(key, attributes, size);

    /// <exception cref="ArgumentException">It cannot be the name of an attribute.</exception>
    internal static void CheckName(string name, string parameterName)
    {
        if (name is null or "" or PartitionName or SortName)
        {
            throw new ArgumentException($"'{name}' cannot be the name of an attribute.", parameterName);
        }
    }

    public Key Key { get; }

    /// <summary>The attributes but for the key, in ordinal order of their names.</summary>
    public IReadOnlyDictionary<string, AttributeValue> Attributes => _attributes;

    /// <summary>
    /// Bytes by DynamoDB's rules: for each attribute, the key's too, its name and value; text as UTF-8; a number about
    /// half a byte a digit and one
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
    /// </summary>
    public int Size { get; }

    /// <exception cref="ItemFormatException">There is no such attribute, or it is a number.</exception>
    public string Text(string name) =>
        _attributes.TryGetValue(name, out var value) && value.IsText ? value.Text : throw Missing(name, "text");

    /// <exception cref="ItemFormatException">There is no such attribute, or it is text.</exception>
    public long Number(string name) =>
        _attributes.TryGetValue(name, out var value) && !value.IsText ? value.Number : throw Missing(name, "a number");

    /// <exception cref="ItemFormatException">There is no such attribute, or it is not a uuid.</exception>
    public Guid Uuid(string name) =>
        Guid.TryParseExact(Text(name), "D", out var uuid) ? uuid : throw Missing(name, "a uuid");

    /// <exception cref="ItemFormatException">There is no such attribute, or it is not a time.</exception>
    public DateTimeOffset Time(string name) =>
        UnixTime.IsTime(Number(name)) ? UnixTime.ToTime(Number(name)) : throw Missing(name, "a time");

    public string? TextOrNull(string name) => _attributes.ContainsKey(name) ? Text(name) : null;

    public long? NumberOrNull(string name) => _attributes.ContainsKey(name) ? Number(name) : null;

    /// <summary>This item with some attributes set, replaced or removed.</summary>
    public Item With(IEnumerable<KeyValuePair<string, AttributeValue>> set, IEnumerable<string>? remove = null)
    {
        var attributes = new Dictionary<string, AttributeValue>(_attributes, StringComparer.Ordinal);
        foreach (var (name, value) in set)
        {
            attributes[name] = value;
        }
        foreach (var name in remove ?? [])
        {
            attributes.Remove(name);
        }
        return new Item(Key, attributes);
    }

    public bool Equals(Item? other) => other is not null && Key == other.Key && _attributes.SameAs(other._attributes);

    public override bool Equals(object? obj) => Equals(obj as Item);

    public override int GetHashCode() => HashCode.Combine(Key, _attributes.Count, Size);

    private ItemFormatException Missing(string name, string expected) =>
        new($"The item {Key} should have {expected} in its attribute '{name}'.");
}

/// <summary>An item of the table is not what the data model says: a bug or a damaged table, never skipped.</summary>
public sealed class ItemFormatException(string message) : Exception(message);
