namespace Cruddur.Storage;

/// <summary>Whether a read may miss the newest writes.</summary>
public enum Consistency
{
    /// <summary>May be behind; costs half. Only where a stale answer is harmless or is noticed.</summary>
    Eventual,

    /// <summary>Sees every write that was acknowledged before the read began.</summary>
    Strong,
}

/// <summary>Which sort keys of a partition. The ends are inclusive; order is by UTF-8 bytes.</summary>
public abstract record SortRange
{
    private SortRange() { }

    public static readonly SortRange All = new Everything();

    public static SortRange Between(string from, string to) => new Closed(from, to);

    public static SortRange StartingWith(string prefix) => new Prefixed(prefix);

    public abstract bool Contains(string sort);

    public sealed record Everything : SortRange
    {
        public override bool Contains(string sort) => true;
    }

    /// <summary>Empty where <paramref name="From"/> is greater than <paramref name="To"/>.</summary>
    public sealed record Closed(string From, string To) : SortRange
    {
        public override bool Contains(string sort) => Utf8.Compare(From, sort) <= 0 && Utf8.Compare(sort, To) <= 0;
    }

    public sealed record Prefixed(string Prefix) : SortRange
    {
        public override bool Contains(string sort) => sort.StartsWith(Prefix, StringComparison.Ordinal);
    }
}

/// <summary>A read of one partition, in the order of its sort keys.</summary>
/// <param name="Limit">At most so many items a page; at least 1.</param>
/// <param name="After">
/// Begin behind this sort key (in the direction of reading), which need not exist nor be in the range:
/// <see cref="Page.Next"/> of the page before.
/// </param>
public sealed record Query(
    string Partition,
    SortRange Range,
    int Limit,
    Consistency Consistency,
    bool Backward = false,
    string? After = null
)
{
    /// <exception cref="ArgumentException">A text is empty or has no UTF-8 form, or the limit is below 1.</exception>
    public static void Validate(Query query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit < 1)
        {
            throw new ArgumentException($"A limit is at least 1, not {query.Limit}.", nameof(query));
        }
        CheckPart(query.Partition, nameof(query));
        if (query.After is { } after)
        {
            CheckPart(after, nameof(query));
        }
        switch (query.Range)
        {
            case SortRange.Closed(var from, var to):
                CheckPart(from, nameof(query));
                CheckPart(to, nameof(query));
                break;
            case SortRange.Prefixed(var prefix):
                CheckPart(prefix, nameof(query));
                break;
        }
    }

    private static void CheckPart(string part, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(part, name);
        Utf8.StrictByteCount(part, name);
    }
}

/// <summary>One page of a query.</summary>
/// <param name="Items">At most the limit, and no more than about 1 MB of items as the table counts them.</param>
/// <param name="Next">
/// Where the next page begins (behind this sort key), or null at the end. May be there although nothing follows.
/// </param>
public sealed record Page(IReadOnlyList<Item> Items, string? Next, Cost Cost)
{
    /// <summary>A page ends with the item that crosses this size, as in DynamoDB.</summary>
    public const int MaxSize = 1024 * 1024;
}

/// <summary>One page of a scan: items of all partitions, each partition's in order, the partitions in any.</summary>
/// <param name="Next">The key behind which the next page begins, or null at the end.</param>
public sealed record ScanPage(IReadOnlyList<Item> Items, Key? Next, Cost Cost);

/// <summary>What a read by key found.</summary>
public sealed record GetResult(Item? Item, Cost Cost);
