namespace Cruddur.Storage;

/// <summary>
/// The changes of a table in the order in which they became durable; of each key, in the order of its writes. A change
/// appears only after its write is durable, and then for at least the engine's retention.
/// </summary>
/// <remarks>
/// A write that leaves an item as it was, or deletes none, is no change, as in DynamoDB Streams
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html). Emulators may show one all the same.
/// </remarks>
public interface IChangeFeed
{
    /// <summary>Reads changes behind a position, oldest first.</summary>
    /// <param name="after">A position that this feed gave out, or null for the oldest change still kept.</param>
    /// <returns>None when there are no newer ones.</returns>
    /// <exception cref="ArgumentException">The position is none of this feed, or the limit is below 1.</exception>
    Task<ChangePage> ReadAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>The position behind the newest change: reading on from it gives only what comes now.</summary>
    Task<string> EndAsync(CancellationToken cancellationToken);

    /// <summary>Completes when there may be changes behind the position: at once if there are already.</summary>
    Task WaitAsync(string? after, CancellationToken cancellationToken);
}

/// <summary>Some changes and the position behind the last of them.</summary>
/// <param name="Next">Where to read on; the position asked for, when there are no changes.</param>
/// <param name="Trimmed">
/// Changes between the position asked for and the first one here are no longer kept: what was derived from the feed
/// must be rebuilt; so too for a position that the feed has not reached, as after going back to a backup. Never for a null position, whose reader has to build from the table anyway.
/// </param>
public sealed record ChangePage(IReadOnlyList<Change> Changes, string? Next, bool Trimmed);

/// <summary>One write that changed an item.</summary>
/// <param name="NewImage">The item after it; null when it was deleted.</param>
public sealed record Change(ChangeKind Kind, Key Key, Item? NewImage);

public enum ChangeKind
{
    Insert,
    Modify,
    Remove,
}
