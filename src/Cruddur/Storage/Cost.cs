namespace Cruddur.Storage;

/// <summary>
/// What an operation costs in DynamoDB's on-demand units. Every engine reports it, by the same rules
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
/// </summary>
public readonly record struct Cost(double ReadUnits, double WriteUnits)
{
    private const int WriteUnitSize = 1024;
    private const int ReadUnitSize = 4096;

    public static Cost operator +(Cost left, Cost right) =>
        new(left.ReadUnits + right.ReadUnits, left.WriteUnits + right.WriteUnits);

    public static Cost Add(Cost left, Cost right) => left + right;

    /// <summary>A read of so many bytes: one unit (half, when eventually consistent) for every 4 KB, at least one.</summary>
    public static Cost Read(long size, Consistency consistency) =>
        new(Units(size, ReadUnitSize) * (consistency == Consistency.Strong ? 1.0 : 0.5), 0);

    /// <summary>A write of an item: one unit for every KB of the larger of before and after, at least one.</summary>
    public static Cost Write(int sizeBefore, int sizeAfter) =>
        new(0, Units(Math.Max(sizeBefore, sizeAfter), WriteUnitSize));

    /// <summary>A write, or a condition checked, within a transaction: twice the units.</summary>
    public static Cost TransactionalWrite(int sizeBefore, int sizeAfter) =>
        new(0, 2 * Units(Math.Max(sizeBefore, sizeAfter), WriteUnitSize));

    /// <summary>
    /// A write whose condition did not hold: as much as a write of the item that is there
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html#WorkingWithItems.ConditionalWrites.ReturnConsumedCapacity).
    /// </summary>
    public static Cost FailedCondition(Item? occupant) => Write(occupant?.Size ?? 0, 0);

    /// <summary>
    /// A transaction that did not happen. DynamoDB charges for its first phase but reports no figure, so this is an
    /// upper estimate from what a client knows: the items it would put, and those returned with failed conditions.
    /// </summary>
    public static Cost FailedTransaction(IReadOnlyList<Write> writes, IReadOnlyList<FailedCondition> failed)
    {
        var cost = default(Cost);
        for (var i = 0; i < writes.Count; i++)
        {
            var occupant = failed.FirstOrDefault(condition => condition.Index == i)?.Occupant;
            var put = writes[i] as Write.Put;
            cost += TransactionalWrite(occupant?.Size ?? 0, put?.Item.Size ?? 0);
        }
        return cost;
    }

    private static double Units(long size, int unit) => Math.Max(1, (size + unit - 1) / unit);
}
