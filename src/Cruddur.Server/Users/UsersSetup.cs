using Cruddur.Storage;
using Cruddur.Users;

namespace Cruddur.Server.Users;

/// <summary>Composes the directory of people.</summary>
public static class UsersSetup
{
    /// <summary>Needs <see cref="ITable"/>, IUuidSource and TimeProvider.</summary>
    public static IServiceCollection AddUsers(this IServiceCollection services) =>
        services.AddSingleton<IUserDirectory, TableUserDirectory>().AddSingleton<FirstSignIn>();

    public static IEndpointRouteBuilder MapUsers(this IEndpointRouteBuilder endpoints)
    {
        var users = endpoints.MapGroup("/api/users").WithTags("People").RequireAuthorization();
        users.MapGet("", UserEndpoints.Search).WithName("searchUsers");
        users.MapGet("/@{handle}/short", UserEndpoints.GetShort).WithName("getUser");
        return endpoints;
    }
}
