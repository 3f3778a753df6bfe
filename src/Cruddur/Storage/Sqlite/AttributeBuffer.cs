namespace Cruddur.Storage.Sqlite;

/// <summary>
/// Gathers the attributes of one item while it is read, so that the item gets arrays of the right size; those of the names it
/// shares with the items before it, which mostly have the same.
/// </summary>
internal sealed class AttributeBuffer
{
    // The names of the last item with so many.
    private readonly string[]?[] _known = new string[]?[32];
    private string[] _names = new string[16];
    private AttributeValue[] _values = new AttributeValue[16];
    private int _count;

    public void Add(string name, AttributeValue value)
    {
        if (_count == _names.Length)
        {
            Array.Resize(ref _names, 2 * _count);
            Array.Resize(ref _values, 2 * _count);
        }
        _names[_count] = name;
        _values[_count++] = value;
    }

    /// <exception cref="ArgumentException">Two have one name.</exception>
    public AttributeMap ToMap()
    {
        var names = _names.AsSpan(0, _count);
        var values = _values.AsSpan(0, _count);
        if (_count < _known.Length && _known[_count] is { } known && names.SequenceEqual(known))
        {
            return new AttributeMap(known, values.ToArray());
        }
        if (!IsInOrder(names))
        {
            return AttributeMap.Of(_names.Zip(_values, KeyValuePair.Create).Take(_count));
        }
        var made = names.ToArray();
        if (_count < _known.Length)
        {
            _known[_count] = made;
        }
        return new AttributeMap(made, values.ToArray());
    }

    /// <summary>Texts must not stay longer than their item.</summary>
    public void Clear()
    {
        _names.AsSpan(0, _count).Clear();
        _values.AsSpan(0, _count).Clear();
        _count = 0;
    }

    // They were written in order; an operator with a sqlite3 shell may have written others.
    private static bool IsInOrder(ReadOnlySpan<string> names)
    {
        for (var i = 1; i < names.Length; i++)
        {
            if (string.CompareOrdinal(names[i - 1], names[i]) >= 0)
            {
                return false;
            }
        }
        return true;
    }
}
