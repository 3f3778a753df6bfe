using Cruddur.Inbox;

namespace Cruddur.Server.Storage;

/// <summary>Inboxes follow by the Lambda, which has alarms of its own: this server does nothing for it and knows nothing of it.</summary>
internal sealed class ProjectionElsewhere : IProjection
{
    public bool IsFailing => false;

    public Task RunAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
