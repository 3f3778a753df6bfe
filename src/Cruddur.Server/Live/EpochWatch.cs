using Cruddur.Live;
using Cruddur.Storage;

namespace Cruddur.Server.Live;

/// <summary>
/// Notices when the store's epoch was renewed under the running server, as after a part of a table in DynamoDB was restored:
/// streams end with their next heartbeat then, and clients are told to forget when they come back.
/// </summary>
internal sealed partial class EpochWatch(StoreEpoch epoch, TimeProvider time, ILogger<EpochWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var before = epoch.Current;
                await epoch.LoadAsync(stoppingToken);
                if (epoch.Current != before)
                {
                    LogRenewed();
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(3048, LogLevel.Information, "The store's epoch was renewed: clients load their lists anew.")]
    private partial void LogRenewed();

    [LoggerMessage(3049, LogLevel.Warning, "The store's epoch could not be read; it is taken for what it was.")]
    private partial void LogFailed(Exception exception);
}
