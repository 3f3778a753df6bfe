using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Inbox;

/// <summary>
/// The mark that the feed lost changes before the projector saw them, so that every inbox is to be compared with the log.
/// A sweep that began after it saw the mark answers it.
/// </summary>
/// <remarks>
/// Table: <c>pk = FEED#inbox</c>, <c>sk = LOST</c>; <c>lost_at</c>. Only ever compared for being the same, so clocks that
/// differ do no harm.
/// </remarks>
internal static class LostChanges
{
    private static readonly Key Key = new("FEED#inbox", "LOST");

    public static Task MarkAsync(ITable table, TimeProvider time, CancellationToken cancellationToken)
    {
        var item = new Item(Key, [new("lost_at", UnixTime.From(time.GetUtcNow()))]);
        return table.WriteAsync(new Write.Put(item, Condition.None), cancellationToken);
    }

    /// <returns>Null when none was ever lost.</returns>
    public static async Task<long?> FindAsync(ITable table, CancellationToken cancellationToken) =>
        (await table.GetAsync(Key, Consistency.Strong, cancellationToken)).Item?.Number("lost_at");
}
