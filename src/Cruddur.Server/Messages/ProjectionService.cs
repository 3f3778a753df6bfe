using Cruddur.Inbox;

namespace Cruddur.Server.Messages;

/// <summary>Runs the projector in this process.</summary>
internal sealed class ProjectionService(IProjection projection) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => projection.RunAsync(stoppingToken);
}
