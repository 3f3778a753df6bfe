using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Cruddur.Storage;

/// <summary>
/// The attributes of one item, sorted by name. Two arrays, because items are read by the hundred thousand a second and
/// a tree or hash of ten entries costs more than the rest of the read.
/// </summary>
internal sealed class AttributeMap : IReadOnlyDictionary<string, AttributeValue>
{
    private readonly string[] _names;
    private readonly AttributeValue[] _values;

    /// <param name="names">In ordinal order, each once; not changed afterwards.</param>
    public AttributeMap(string[] names, AttributeValue[] values)
    {
        _names = names;
        _values = values;
    }

    /// <exception cref="ArgumentException">Two have one name.</exception>
    public static AttributeMap Of(IEnumerable<KeyValuePair<string, AttributeValue>> attributes)
    {
        if (attributes is AttributeMap already)
        {
            return already;
        }
        var count = attributes.TryGetNonEnumeratedCount(out var known) ? known : 16;
        var (names, values) = (new List<string>(count), new List<AttributeValue>(count));
        foreach (var (name, value) in attributes)
        {
            // Insertion sort: the attributes are few, and most often in order already.
            var place = names.Count;
            while (place > 0 && string.CompareOrdinal(names[place - 1], name) > 0)
            {
                place--;
            }
            if (place > 0 && string.Equals(names[place - 1], name, StringComparison.Ordinal))
            {
                throw new ArgumentException($"The attribute '{name}' is there twice.", nameof(attributes));
            }
            names.Insert(place, name);
            values.Insert(place, value);
        }
        return new AttributeMap([.. names], [.. values]);
    }

    public int Count => _names.Length;

    public IEnumerable<string> Keys => _names;

    public IEnumerable<AttributeValue> Values => _values;

    public AttributeValue this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no attribute '{key}'.");

    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out AttributeValue value)
    {
        var index = IndexOf(key);
        value = index >= 0 ? _values[index] : default;
        return index >= 0;
    }

    public IEnumerator<KeyValuePair<string, AttributeValue>> GetEnumerator()
    {
        for (var i = 0; i < _names.Length; i++)
        {
            yield return KeyValuePair.Create(_names[i], _values[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool SameAs(AttributeMap other) =>
        _names.AsSpan().SequenceEqual(other._names) && _values.AsSpan().SequenceEqual(other._values);

    private int IndexOf(string name) => Array.BinarySearch(_names, name, StringComparer.Ordinal);
}
