using Cruddur.Server.RateLimits;
using Cruddur.Server.Settings;
using Cruddur.Storage;
using Cruddur.Users;

namespace Cruddur.Server.Users;

/// <summary>Composes the directory of people.</summary>
internal static class UsersSetup
{
    /// <summary>Needs <see cref="ITable"/>, IUuidSource and TimeProvider.</summary>
    /// <exception cref="StorageException">The directory cannot be opened; the message says what to do.</exception>
    public static Task AddUsersAsync(this WebApplicationBuilder builder, CancellationToken cancellationToken)
    {
        builder.Services.AddSingleton<FirstSignIn>();
        var options = SettingsSetup.Read<DirectoryOptions>(builder.Configuration);
        if (options.Provider == DirectoryProvider.Postgres)
        {
            return PostgresDirectory.AddAsync(builder, options, cancellationToken);
        }
        builder.Services.AddSingleton<IUserDirectory, TableUserDirectory>();
        return Task.CompletedTask;
    }

    public static IEndpointRouteBuilder MapUsers(this IEndpointRouteBuilder endpoints)
    {
        var users = endpoints.MapGroup("/api/users").WithTags("People").RequireAuthorization();
        users.MapGet("", UserEndpoints.Search).WithName("searchUsers").OfKind(CallKind.Search);
        users.MapGet("/@{handle}/short", UserEndpoints.GetShort).WithName("getUser");
        return endpoints;
    }
}
