using Cruddur.Storage;

namespace Cruddur.Cli.Copy;

/// <summary>
/// How far a copy is, kept in its destination so that a copy which was stopped goes on from wherever it is run again. Gone
/// once all is there and verified.
/// </summary>
/// <remarks>
/// Table: <c>pk = COPY#table</c>, <c>sk = STATE</c>; <c>source, copied</c>, and <c>position_pk, position_sk</c> once there is
/// one.
/// </remarks>
/// <param name="Source">The name of what is copied.</param>
/// <param name="Position">All items up to this key, in the source's order, are there; null for none.</param>
internal sealed record CopyState(string Source, Key? Position, long Copied)
{
    private const string SourceName = "source";

    public static readonly Key Key = new("COPY#table", "STATE");

    /// <summary>Refused when another copy began meanwhile.</summary>
    public Write Begin() => new Write.Put(ToItem(), Condition.NotExists);

    /// <summary>Refused when the copy is no longer this one.</summary>
    public Write Advance() => new Write.Put(ToItem(), Condition.EqualTo(SourceName, Source));

    public Write End() => new Write.Delete(Key, Condition.EqualTo(SourceName, Source));

    public static CopyState FromItem(Item item) =>
        new(
            item.Text(SourceName),
            item.TextOrNull("position_pk") is { } partition ? new Key(partition, item.Text("position_sk")) : null,
            item.Number("copied")
        );

    private Item ToItem()
    {
        List<KeyValuePair<string, AttributeValue>> attributes = [new(SourceName, Source), new("copied", Copied)];
        if (Position is { } position)
        {
            attributes.Add(new("position_pk", position.Partition));
            attributes.Add(new("position_sk", position.Sort));
        }
        return new Item(Key, attributes);
    }
}
