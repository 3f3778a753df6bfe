using Cruddur.Inbox;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Server.Storage;

/// <summary>Lets go of the embedded engine's changes that the projector has applied.</summary>
internal sealed partial class ChangeTrimming(
    ProjectionLoop projection,
    SqliteTable table,
    TimeProvider time,
    ILogger<ChangeTrimming> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (projection.SavedPosition is { } applied)
                {
                    await table.TrimAsync(applied, stoppingToken);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(
        3010,
        LogLevel.Warning,
        "Old changes could not be removed from the change feed; trying again later."
    )]
    private partial void LogFailed(Exception exception);
}
