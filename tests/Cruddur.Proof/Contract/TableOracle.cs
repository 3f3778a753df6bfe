using System.Text;
using Cruddur.Storage;

namespace Cruddur.Proof.Contract;

/// <summary>
/// The table said a second time, as plainly as can be and sharing nothing with the product but the types of its
/// interface: a list that is searched from one end to the other.
/// </summary>
internal sealed class TableOracle
{
    private readonly List<Item> _items = [];

    public List<Change> Changes { get; } = [];

    public Item? Find(Key key) => _items.SingleOrDefault(item => item.Key == key);

    /// <summary>All items that the query means, without limit, in its order.</summary>
    public List<Item> Select(Query query)
    {
        var found = _items
            .Where(item => item.Key.Partition == query.Partition && IsIn(query.Range, item.Key.Sort))
            .OrderBy(item => Hex(item.Key.Sort), StringComparer.Ordinal)
            .ToList();
        if (query.Backward)
        {
            found.Reverse();
        }
        if (query.After is not null)
        {
            found.RemoveAll(item =>
                query.Backward ? !IsLess(item.Key.Sort, query.After) : !IsLess(query.After, item.Key.Sort)
            );
        }
        return found;
    }

    /// <summary>The places of the writes whose conditions do not hold; when there are none, all are done.</summary>
    public List<int> Do(IReadOnlyList<Write> writes)
    {
        var failed = Enumerable
            .Range(0, writes.Count)
            .Where(i => !Holds(writes[i].Condition, Find(writes[i].Key)))
            .ToList();
        if (failed.Count == 0)
        {
            foreach (var write in writes)
            {
                DoOne(write);
            }
        }
        return failed;
    }

    private void DoOne(Write write)
    {
        var before = Find(write.Key);
        var after = before;
        switch (write)
        {
            case Write.Put put:
                after = put.Item;
                break;
            case Write.Delete:
                after = null;
                break;
            case Write.Update update:
                var attributes = before is null ? [] : before.Attributes.ToDictionary(StringComparer.Ordinal);
                foreach (var name in update.Remove)
                {
                    attributes.Remove(name);
                }
                foreach (var (name, value) in update.Set)
                {
                    attributes[name] = value;
                }
                after = new Item(write.Key, attributes);
                break;
        }
        if (Same(before, after))
        {
            return;
        }
        _items.RemoveAll(item => item.Key == write.Key);
        if (after is not null)
        {
            _items.Add(after);
        }
        var kind =
            before is null ? ChangeKind.Insert
            : after is null ? ChangeKind.Remove
            : ChangeKind.Modify;
        Changes.Add(new Change(kind, write.Key, after));
    }

    private static bool Holds(Condition condition, Item? item)
    {
        AttributeValue? Value(string name) =>
            item is not null && item.Attributes.Any(one => one.Key == name)
                ? item.Attributes[name]
                : default(AttributeValue?);

        return condition switch
        {
            Condition.Always => true,
            Condition.MustExist => item is not null,
            Condition.MustNotExist => item is null,
            Condition.NumberLessThan less => Value(less.Attribute) is { IsText: false } value
                && value.Number < less.Value,
            Condition.ValueEqualTo equal => Value(equal.Attribute) is { } value
                && value.IsText == equal.Value.IsText
                && value.ToString() == equal.Value.ToString(),
            _ => throw new ArgumentException("An unknown condition.", nameof(condition)),
        };
    }

    private static bool Same(Item? left, Item? right) =>
        left is null || right is null
            ? left is null && right is null
            : left.Attributes.Count == right.Attributes.Count
                && left.Attributes.All(one =>
                    right.Attributes.TryGetValue(one.Key, out var other)
                    && one.Value.IsText == other.IsText
                    && one.Value.ToString() == other.ToString()
                );

    private static bool IsIn(SortRange range, string sort) =>
        range switch
        {
            SortRange.Closed closed => !IsLess(sort, closed.From) && !IsLess(closed.To, sort),
            SortRange.Prefixed prefixed => Hex(sort).StartsWith(Hex(prefixed.Prefix), StringComparison.Ordinal),
            _ => true,
        };

    private static bool IsLess(string left, string right) => string.CompareOrdinal(Hex(left), Hex(right)) < 0;

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));
}
