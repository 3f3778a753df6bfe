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
    public ValueTask DisposeAsync() => Close();
}
