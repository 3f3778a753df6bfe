namespace Cruddur.Inbox;

/// <summary>What makes inboxes follow the log, for as long as the process runs.</summary>
public interface IProjection
{
    /// <summary>Whether the last try failed: inboxes stay behind the log until one succeeds.</summary>
    bool IsFailing { get; }

    /// <summary>Runs until cancelled; goes on where it, or another process, stopped.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
