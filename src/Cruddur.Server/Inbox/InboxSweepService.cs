using Cruddur.Inbox;
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
    public static IServiceCollection AddInboxSweep(this IServiceCollection services)
    {
        services.AddOptions<InboxOptions>().BindConfiguration(InboxOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<InboxOptions>, InboxOptionsCheck>();
        services.AddSingleton(provider =>
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
        return services.AddHostedService<InboxSweepService>();
    }

    private sealed class InboxOptionsCheck : IValidateOptions<InboxOptions>
    {
        public ValidateOptionsResult Validate(string? name, InboxOptions options)
        {
            var problems = options.Problems().ToList();
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
