using Cruddur.Live;
using Cruddur.Storage;

namespace Cruddur.Server.Live;

/// <summary>Tells the streams of this server what any server of the table did.</summary>
internal sealed class LiveFeed(IChangeTail tail, LivePublisher publisher) : BackgroundService
{
    // Before anybody is served, so that no change falls between a stream's beginning and this one's.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await tail.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        tail.RunAsync(publisher.SeeAsync, stoppingToken);
}
