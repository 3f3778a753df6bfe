using Cruddur.Server.Accounts;
using Cruddur.Server.Activities;
using Cruddur.Server.Health;
using Cruddur.Server.Http;
using Cruddur.Server.Issuers;
using Cruddur.Server.Json;
using Cruddur.Server.Live;
using Cruddur.Server.Mails;
using Cruddur.Server.Messages;
using Cruddur.Server.OpenApi;
using Cruddur.Server.Problems;
using Cruddur.Server.Security;
using Cruddur.Server.Storage;
using Cruddur.Server.Users;
using Cruddur.Server.Web;

namespace Cruddur.Server;

/// <summary>The server, put together. What runs it (the command, a test) decides where it listens.</summary>
public static class CruddurServer
{
    /// <param name="args">Settings as <c>--Section:Name=value</c>; docs/operations.md lists them.</param>
    /// <param name="configure">Changes what a test, or a command, needs otherwise.</param>
    /// <exception cref="Cruddur.Storage.StorageException">The storage or the directory cannot be opened; the message says what to do.</exception>
    public static async Task<WebApplication> BuildAsync(
        string[] args,
        Action<WebApplicationBuilder>? configure = null,
        CancellationToken cancellationToken = default
    )
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.AddRequestLimits();
        builder.AddConnections();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddApiJson().AddApiProblems().AddApiDescription();
        builder.AddMessaging();
        builder.AddLive();
        builder.AddActivities();
        builder.AddMails();
        builder.AddAccounts();
        builder.AddIssuers();
        builder.AddSecurity();
        builder.AddWebClient();
        configure?.Invoke(builder);
        await builder.AddStorageAsync(cancellationToken);
        await builder.AddUsersAsync(cancellationToken);

        var app = builder.Build();
        app.UseTrustedProxies();
        app.UseSecurityHeaders();
        app.UseApiProblems();
        app.UseSecurity();
        app.UseWebClient();
        app.MapAccounts();
        app.MapMails();
        app.MapUsers();
        app.MapMessaging();
        app.MapLive();
        app.MapActivities();
        app.MapHealth();
        app.MapApiDescription();
        app.UseWebClientPage();
        return app;
    }
}
