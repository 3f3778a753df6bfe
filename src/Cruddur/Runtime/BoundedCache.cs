using System.Diagnostics.CodeAnalysis;

namespace Cruddur.Runtime;

/// <summary>
/// Keeps the values used most recently, at most so many. Nothing expires by time and nothing runs in the background, so
/// that a simulation of many nodes repeats exactly.
/// </summary>
public sealed class BoundedCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _nodes = [];
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _newestFirst = [];

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out var node))
            {
                MoveToFront(node);
                value = node.Value.Value;
                return true;
            }
        }
        value = default;
        return false;
    }

    /// <summary>The value under the key; made and kept when there is none. Callers at the same time get one value.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out var node))
            {
                MoveToFront(node);
                return node.Value.Value;
            }
            var value = make(key);
            _nodes[key] = _newestFirst.AddFirst(new KeyValuePair<TKey, TValue>(key, value));
            if (_nodes.Count > capacity)
            {
                _nodes.Remove(_newestFirst.Last!.Value.Key);
                _newestFirst.RemoveLast();
            }
            return value;
        }
    }

    private void MoveToFront(LinkedListNode<KeyValuePair<TKey, TValue>> node)
    {
        if (!ReferenceEquals(_newestFirst.First, node))
        {
            _newestFirst.Remove(node);
            _newestFirst.AddFirst(node);
        }
    }
}
