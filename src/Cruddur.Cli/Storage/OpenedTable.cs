using Cruddur.Storage;

namespace Cruddur.Cli.Storage;

/// <summary>The table that a command is about.</summary>
/// <param name="Name">For people: the file, or the table and where it is.</param>
/// <param name="Feed">What inboxes follow; null where it is a stream that servers share.</param>
internal sealed record OpenedTable(
    ITable Table,
    IBulkWriter Bulk,
    IChangeFeed? Feed,
    string Name,
    Func<ValueTask> Close
) : IAsyncDisposable
{
    /// <summary>Somebody said that what is written may be on another machine, where people in Postgres may be.</summary>
    public bool OnProd { get; init; }

    /// <summary>Whether to ask before writing there.</summary>
    public bool Asks { get; init; }

    public ValueTask DisposeAsync() => Close();
}
