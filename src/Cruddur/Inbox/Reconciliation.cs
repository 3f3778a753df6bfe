using Cruddur.Storage;

namespace Cruddur.Inbox;

/// <summary>What comparing an inbox row with the log found, and what was done about it.</summary>
/// <param name="Row">What the log says, with the member's own read mark.</param>
public abstract record Reconciliation(InboxRow Row, Cost Cost)
{
    /// <summary>The row is what the log says.</summary>
    public sealed record Right(InboxRow Row, Cost Cost) : Reconciliation(Row, Cost);

    /// <summary>The row is behind an entry so young that the projector has most likely just not come to it yet.</summary>
    public sealed record Following(InboxRow Row, IReadOnlyList<InboxDifference> Differences, Cost Cost)
        : Reconciliation(Row, Cost);

    /// <summary>The row differs, and nothing was done: only looked at.</summary>
    public sealed record Wrong(InboxRow Row, IReadOnlyList<InboxDifference> Differences, Cost Cost)
        : Reconciliation(Row, Cost);

    /// <summary>The row differed, and is what the log said at that moment.</summary>
    public sealed record Repaired(InboxRow Row, IReadOnlyList<InboxDifference> Differences, Cost Cost)
        : Reconciliation(Row, Cost);

    /// <summary>Others changed the row at every try. They are at work on it; looking again later tells.</summary>
    public sealed record Contested(InboxRow Row, IReadOnlyList<InboxDifference> Differences, Cost Cost)
        : Reconciliation(Row, Cost);
}

/// <summary>An attribute of a row that is not what the log says.</summary>
/// <param name="Found">Null when the row does not have it.</param>
/// <param name="Expected">Null when the row should not have it.</param>
public sealed record InboxDifference(string Attribute, AttributeValue? Found, AttributeValue? Expected)
{
    /// <summary>There is no row at all.</summary>
    public static readonly InboxDifference NoRow = new("row", null, null);

    /// <summary>The attributes of these names that differ.</summary>
    internal static IEnumerable<InboxDifference> Between(Item found, Item expected, IEnumerable<string> names) =>
        names
            .Select(name => new InboxDifference(name, ValueIn(found, name), ValueIn(expected, name)))
            .Where(difference => difference.Found != difference.Expected);

    private static AttributeValue? ValueIn(Item item, string name) =>
        item.Attributes.TryGetValue(name, out var value) ? value : default(AttributeValue?);
}
