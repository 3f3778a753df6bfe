using Cruddur.Live;
using Cruddur.Storage;

namespace Cruddur.Server.Live;

/// <summary>Tells the streams of this server what any server of the table did.</summary>
internal sealed class LiveFeed(IChangeTail tail, LivePublisher publisher) : BackgroundService
{
    private const int ChangesInARow = 64;

    private long _seen;

    // Before anybody is served, so that no change falls between a stream's beginning and this one's.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await tail.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => tail.RunAsync(SeeAsync, stoppingToken);

    // A page of the feed may hold more than a stream may buffer: so streams get a turn in between.
    private async Task SeeAsync(Change change, CancellationToken cancellationToken)
    {
        await publisher.SeeAsync(change, cancellationToken);
        if (Interlocked.Increment(ref _seen) % ChangesInARow == 0)
        {
            await Task.Yield();
        }
    }
}
