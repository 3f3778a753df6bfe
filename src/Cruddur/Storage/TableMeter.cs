namespace Cruddur.Storage;

/// <summary>Sums what the calls of a <see cref="MeteredTable"/> cost. From any number of threads.</summary>
public sealed class TableMeter
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(TableOperation Operation, string Item), TableUsage> _usage = [];

    public void Count(TableCall call)
    {
        var kind = (call.Operation, call.Item);
        lock (_lock)
        {
            _usage[kind] = _usage.GetValueOrDefault(kind).Plus(new TableUsage(1, call.Cost));
        }
    }

    /// <summary>Of all calls since the last reset.</summary>
    public TableUsage Total => Sum(_ => true);

    /// <summary>Of the calls about one kind of items, such as <c>MSG</c>.</summary>
    public TableUsage Of(string item) => Sum(kind => string.Equals(kind.Item, item, StringComparison.Ordinal));

    public TableUsage Of(TableOperation operation) => Sum(kind => kind.Operation == operation);

    /// <summary>Every kind of call that there was, in a fixed order.</summary>
    public IReadOnlyList<KeyValuePair<(TableOperation Operation, string Item), TableUsage>> ByKind()
    {
        lock (_lock)
        {
            return
            [
                .. _usage.OrderBy(usage => usage.Key.Item, StringComparer.Ordinal).ThenBy(usage => usage.Key.Operation),
            ];
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _usage.Clear();
        }
    }

    private TableUsage Sum(Func<(TableOperation Operation, string Item), bool> counts)
    {
        lock (_lock)
        {
            return _usage
                .Where(usage => counts(usage.Key))
                .Aggregate(default(TableUsage), (sum, usage) => sum.Plus(usage.Value));
        }
    }
}

/// <summary>So many calls of a table, and what they cost together.</summary>
public readonly record struct TableUsage(long Calls, Cost Cost)
{
    public double ReadUnits => Cost.ReadUnits;

    public double WriteUnits => Cost.WriteUnits;

    public TableUsage Plus(TableUsage other) => new(Calls + other.Calls, Cost + other.Cost);
}
