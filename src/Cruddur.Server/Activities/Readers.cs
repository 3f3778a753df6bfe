using Cruddur.Server.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Activities;

/// <summary>Who may read the feed: whoever is signed in, and nobody in particular where the settings allow it.</summary>
/// <remarks>
/// A call that says whose it is, by a bearer token or the header for it, and is not theirs, is refused: the answer to nobody
/// would look to its sender like their own. An old cookie says nothing: a browser sends it by itself.
/// </remarks>
internal sealed class Readers : IAuthorizationRequirement
{
    public static readonly AuthorizationPolicy Policy = new([new Readers()], []);
}

/// <summary>Decides <see cref="Readers"/>.</summary>
internal sealed class ReadersHandler(IOptions<ActivitiesOptions> options) : AuthorizationHandler<Readers>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Readers requirement)
    {
        var isSomebody = context.User.Identity?.IsAuthenticated == true;
        if (
            isSomebody
            || (options.Value.PublicReading && context.Resource is HttpContext http && IsNobodys(http.Request))
        )
        {
            context.Succeed(requirement);
        }
        return Task.CompletedTask;
    }

    private static bool IsNobodys(HttpRequest request) =>
        !CallerSchemes.CarriesBearer(request) && !request.Headers.ContainsKey(CallerAuthentication.UserHeader);
}
