using Cruddur.Live;

namespace Cruddur.Server.Live;

/// <summary>
/// Reads the store's epoch before anybody is served, makes streams beat by one clock, and closes them first when the
/// server stops: it would wait for them.
/// </summary>
internal sealed class LivePulse(LiveHub hub, StoreEpoch epoch, IHostApplicationLifetime lifetime, TimeProvider time)
    : IHostedService,
        IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private ITimer? _timer;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await epoch.LoadAsync(cancellationToken);
        _timer = time.CreateTimer(_ => hub.Beat(), null, Interval, Interval);
        lifetime.ApplicationStopping.Register(hub.CloseAll);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();
}
