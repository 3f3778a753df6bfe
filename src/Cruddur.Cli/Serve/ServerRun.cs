using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Seed;
using Cruddur.Cli.Seed.Demo;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Postgres;
using Cruddur.Server;
using Cruddur.Server.Accounts;
using Cruddur.Server.Mails;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Cruddur.Cli.Serve;

/// <summary>One run of the server, from its start until it has stopped.</summary>
internal sealed class ServerRun(Terminal terminal, ListenAddress listen, string[] settings, bool demo)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var app = await CruddurServer.BuildAsync(settings, Configure, cancellationToken);
            if (demo)
            {
                await AddDemoAsync(app, cancellationToken);
            }
            return await ListenAsync(app, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop before it was ready: that is no failure.
            return ExitCode.Done;
        }
    }

    private void Configure(WebApplicationBuilder builder)
    {
        ServerLogging.AddDefaults(builder);
        if (demo)
        {
            DemoPlace.Require(builder.Configuration);
        }
        if (demo && listen.IsOfThisMachineOnly)
        {
            DemoMails.AddDefaults(builder);
        }
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(listen.Address, listen.Port));
    }

    private async Task AddDemoAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var table = app.Services.GetRequiredService<ITable>();
        var feed = app.Services.GetService<IChangeFeed>();
        var accounts = app.Services.GetRequiredService<LocalAccounts>();
        var people = app.Services.GetRequiredService<IUserDirectory>();
        var database = app.Services.GetService<PostgresDatabase>();
        var seeding = new Seeding(
            table,
            people,
            clock => OpenedDirectory.ActivitiesAt(clock, table, database),
            feed,
            accounts.HashPassword,
            terminal.Time
        );
        var plan = DemoData.PlanAt(terminal.Time.GetUtcNow());
        if (await seeding.RunAsync(plan, new SeedCounts(), cancellationToken) is SeedResult.HandleTaken taken)
        {
            // The server is of use without them.
            terminal.Error.WriteLine($"Without demo people: {taken.Words}");
        }
    }

    private async Task<int> ListenAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (ListenFailure.WordsFor(exception, listen) is { } words)
        {
            terminal.Error.WriteLine(words);
            return ExitCode.Failed;
        }
        Announce(app);
        await app.WaitForShutdownAsync(cancellationToken);
        terminal.Error.WriteLine("Stopped.");
        return ExitCode.Done;
    }

    private void Announce(WebApplication app)
    {
        var address = listen.UrlAt(PortOf(app));
        terminal.Out.WriteLine($"Cruddur is ready at {address}");
        if (demo)
        {
            terminal.Out.WriteLine($"Sign in as {DemoData.Handles} with the password {DemoData.Password}");
        }
        if (app.Services.GetRequiredService<IOptions<MailOptions>>().Value.Show)
        {
            var page = app.Services.GetRequiredService<MailKey>().Page;
            terminal.Out.WriteLine($"What it would mail is shown at {address}{page}");
        }
        // Whoever started this reads the line now, not when the server ends.
        terminal.Out.Flush();
        if (demo && !listen.IsOfThisMachineOnly)
        {
            terminal.Error.WriteLine(
                "Warning: that password is public, and other machines can reach this server. Leave out --demo for real use."
            );
        }
        terminal.Error.WriteLine("Ctrl+C stops it.");
    }

    private static int PortOf(WebApplication app) =>
        app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Select(address => new Uri(address).Port)
            .First();
}
