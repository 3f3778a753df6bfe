using Cruddur.Storage.Sqlite;

namespace Cruddur.Server.Storage;

/// <summary>Removes what its time to live has ended from the embedded engine's file; DynamoDB does so by itself.</summary>
internal sealed partial class ItemExpiry(SqliteTable table, TimeProvider time, ILogger<ItemExpiry> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await table.RemoveExpiredAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(
        2400,
        LogLevel.Warning,
        "Items whose time is over could not be removed. Nobody sees them; trying again later."
    )]
    private partial void LogFailed(Exception exception);
}
