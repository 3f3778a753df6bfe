using Cruddur.Activities;
using Cruddur.Postgres.Activities;

namespace Cruddur.Server.Activities;

/// <summary>The feed in Postgres, where the people are.</summary>
internal static partial class PostgresFeed
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<PostgresActivities>();
        services.AddSingleton<IActivities>(provider => provider.GetRequiredService<PostgresActivities>());
        services.AddHostedService<Expiry>();
    }

    /// <summary>Removes what is over.</summary>
    private sealed partial class Expiry(
        PostgresActivities activities,
        TimeProvider time,
        ILogger<PostgresActivities> logger
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
                    await activities.RemoveExpiredAsync(time.GetUtcNow(), stoppingToken);
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    LogFailed(exception);
                }
            }
        }

        [LoggerMessage(
            2401,
            LogLevel.Warning,
            "Posts whose time is over could not be removed. Nobody sees them; trying again later."
        )]
        private partial void LogFailed(Exception exception);
    }
}
