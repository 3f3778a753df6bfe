namespace Cruddur.Server.RateLimits;

/// <summary>A request whose sender says whose account it is about, without having proved it.</summary>
internal interface INamesAccount
{
    /// <summary>A handle or an e-mail address, as it was sent.</summary>
    string? AccountName { get; }
}

/// <summary>Counts tries by the account that they name: the same password may be tried, or a code, from many addresses.</summary>
internal sealed class LoginLimit(RateLimiter limiter) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var name = context.Arguments.OfType<INamesAccount>().FirstOrDefault()?.AccountName;
        return string.IsNullOrWhiteSpace(name) || limiter.RefuseLogin(context.HttpContext, name) is not { } refused
            ? next(context)
            : ValueTask.FromResult<object?>(refused);
    }
}
