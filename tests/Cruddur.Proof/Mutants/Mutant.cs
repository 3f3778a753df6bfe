using Cruddur.Messages;
using Cruddur.Storage;

namespace Cruddur.Proof.Mutants;

/// <summary>How a node sends a message: <see cref="MessageSender.SendAsync"/>, or what a mutant makes of it.</summary>
internal delegate Task<SendResult> SendMessage(SendRequest request, CancellationToken cancellationToken);

/// <summary>
/// A way in which the product could be wrong. Each takes out one protection, outside the product, by standing between the
/// domain and its table or its caller; the proof must find it, or it proves nothing.
/// </summary>
internal enum Mutant
{
    /// <summary>The product as it is.</summary>
    None,

    /// <summary>A retry puts the message without looking for it.</summary>
    NaiveRetry,

    /// <summary>A retry looks only at the entry that is in its way.</summary>
    CompareOccupantOnly,

    /// <summary>A retry searches behind the tail that the node knows, not behind the client's base.</summary>
    BaseFromCache,

    /// <summary>The projector writes a row whatever is in it.</summary>
    BlindProjection,

    /// <summary>The projector deletes a row and puts it under the time of its last message, as the original did.</summary>
    MovingKey,

    /// <summary>Events have no id: who comes back, comes as somebody new.</summary>
    NoEventIds,

    /// <summary>A stream reads the rows, and only then begins to listen.</summary>
    SnapshotBeforeSubscription,

    /// <summary>Streams hear only of what their own node does.</summary>
    NoSecondPublish,

    /// <summary>The engine commits without a flush: <c>PRAGMA synchronous = NORMAL</c>.</summary>
    CommitWithoutFlush,

    /// <summary>A write is acknowledged before its commit.</summary>
    AcknowledgedBeforeCommit,

    /// <summary>A commit whose flush failed is tried again, and flushes what the system counts as clean by now.</summary>
    RetriedCommit,

    /// <summary>A table puts items whatever is in their place.</summary>
    MissingCondition,

    /// <summary>A table orders sort keys as .NET orders texts, and not by their bytes.</summary>
    WrongKeyOrder,

    /// <summary>A table ends a page at 1 MB as if there were nothing behind it.</summary>
    UntoldPageBorder,

    /// <summary>A table answers strong queries as a replica would that is one write behind.</summary>
    StaleQueries,
}

internal static class Mutation
{
    /// <summary>The table as the sender sees it.</summary>
    public static ITable ForSender(this Mutant mutant, ITable table) =>
        mutant switch
        {
            Mutant.NaiveRetry => new MaskedLog(table, hidesOccupants: true),
            Mutant.CompareOccupantOnly => new MaskedLog(table, hidesOccupants: false),
            _ => table,
        };

    /// <summary>The table as the projector sees it.</summary>
    public static ITable ForProjector(this Mutant mutant, ITable table) =>
        mutant == Mutant.BlindProjection ? new BlindRows(table) : mutant.ForInbox(table);

    /// <summary>The table as those see it who read inboxes and mark them read.</summary>
    public static ITable ForInbox(this Mutant mutant, ITable table) =>
        mutant == Mutant.MovingKey ? new MovingRows(table) : table;

    /// <summary>The table as its contract is tried on it.</summary>
    public static ITable ForContract(this Mutant mutant, ITable table) =>
        mutant switch
        {
            Mutant.MissingCondition => new UnconditionalPuts(table),
            Mutant.WrongKeyOrder => new TextOrder(table),
            Mutant.UntoldPageBorder => new UntoldBorder(table),
            Mutant.StaleQueries => new StaleQueries(table),
            _ => table,
        };

    public static SendMessage Sending(this Mutant mutant, MessageSender sender, MessageLog log) =>
        mutant == Mutant.BaseFromCache ? new BaseFromCache(sender, log).SendAsync : sender.SendAsync;
}
