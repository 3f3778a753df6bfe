using Cruddur.Inbox;
using Cruddur.Server.Settings;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Inbox;

/// <summary>Runs the sweep in this process.</summary>
internal sealed class InboxSweepService(InboxSweep sweep) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => sweep.RunAsync(stoppingToken);
}

/// <summary>Composes the sweep.</summary>
internal static class InboxSweepSetup
{
    public static void AddInboxSweep(this WebApplicationBuilder builder)
    {
        builder.AddSettings<InboxOptions>();
        builder.Services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<InboxOptions>>().Value;
            return new InboxSweep(
                provider.GetRequiredService<ITable>(),
                provider.GetRequiredService<IUserDirectory>(),
                provider.GetRequiredService<InboxReconciler>(),
                options.SweepInterval,
                options.SweepReadUnits,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<InboxSweep>>()
            );
        });
        builder.Services.AddHostedService<InboxSweepService>();
    }
}
