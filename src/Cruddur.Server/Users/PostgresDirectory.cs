using Cruddur.Postgres;
using Cruddur.Postgres.Users;
using Cruddur.Storage;
using Cruddur.Users;

namespace Cruddur.Server.Users;

/// <summary>People in Postgres. The database is opened before anything listens, so that a fault is a start-up error.</summary>
internal static class PostgresDirectory
{
    public static async Task AddAsync(
        WebApplicationBuilder builder,
        DirectoryOptions options,
        CancellationToken cancellationToken
    )
    {
        var database = await PostgresDatabase.OpenAsync(options.FindPostgres(builder.Configuration), cancellationToken);
        var services = builder.Services;
        // By factories, so that the container closes it when the server has stopped.
        services.AddSingleton(_ => database);
        services.AddSingleton(provider => new PostgresUserDirectory(
            provider.GetRequiredService<PostgresDatabase>(),
            provider.GetRequiredService<ITable>(),
            options.FindPoolIssuer(builder.Configuration),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PostgresUserDirectory>>()
        ));
        services.AddSingleton<IUserDirectory>(provider => provider.GetRequiredService<PostgresUserDirectory>());
        services.AddSingleton<IDirectoryProbe>(provider => provider.GetRequiredService<PostgresUserDirectory>());
        services.AddHostedService<Preparation>();
    }

    /// <summary>Runs before the server listens.</summary>
    private sealed class Preparation(PostgresUserDirectory directory) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => directory.PrepareAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
