using Cruddur.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.RateLimits;

/// <summary>
/// All limits of this server. Each call is taken from those that hold for it, the cheapest to know first, and the first that is
/// used up refuses it; the answer tells how they stand.
/// </summary>
internal sealed partial class RateLimiter
{
    private readonly Dictionary<CallKind, RateLimit> _ofUser = [];
    private readonly RateLimit? _address;
    private readonly RateLimit? _signInAddress;
    private readonly RateLimit? _signInLogin;
    private readonly RateLimit? _groupSends;
    private readonly ILogger _logger;

    public RateLimiter(IOptions<RateLimitsOptions> options, TimeProvider time, ILogger<RateLimiter> logger)
    {
        var settings = options.Value;
        _logger = logger;
        _address = Limit("address", settings.AddressPerMinute);
        _signInAddress = Limit("sign-in-address", settings.SignInAddressPerMinute);
        _signInLogin = Limit("sign-in-login", settings.SignInLoginPerMinute);
        _groupSends = Limit("group-sends", settings.GroupSendsPerMinute);
        OfUser(CallKind.Read, Limit("reads", settings.ReadsPerMinute));
        OfUser(CallKind.Search, Limit("searches", settings.SearchesPerMinute));
        OfUser(CallKind.Stream, Limit("streams", settings.StreamsPerMinute));
        OfUser(CallKind.Send, Limit("sends", settings.SendsPerMinute));
        OfUser(CallKind.Change, Limit("changes", settings.ChangesPerMinute));
        // Who holds a session that is not theirs could guess its password.
        OfUser(CallKind.SignIn, _signInLogin);

        RateLimit? Limit(string name, int perMinute) =>
            settings.Enabled && perMinute > 0 ? new RateLimit(name, perMinute, time) : null;

        void OfUser(CallKind kind, RateLimit? limit)
        {
            if (limit is not null)
            {
                _ofUser.Add(kind, limit);
            }
        }
    }

    /// <returns>Null when the call may go on.</returns>
    public ProblemHttpResult? RefuseAddress(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        var key = LimitKey.Of(address);
        return Refuse(context, _address, key, address)
            ?? (CallKinds.Of(context) == CallKind.SignIn ? Refuse(context, _signInAddress, key, address) : null);
    }

    /// <inheritdoc cref="RefuseAddress"/>
    public ProblemHttpResult? RefuseUser(HttpContext context, Guid userUuid) =>
        Refuse(context, _ofUser.GetValueOrDefault(CallKinds.Of(context)), LimitKey.Of(userUuid), userUuid);

    /// <summary>Only of a group that the caller is a member of: nobody else may use up what its members have.</summary>
    /// <inheritdoc cref="RefuseAddress"/>
    public ProblemHttpResult? RefuseGroupSend(HttpContext context, Guid messageGroupUuid) =>
        Refuse(context, _groupSends, LimitKey.Of(messageGroupUuid), messageGroupUuid);

    /// <summary>Whether there is an account of that name or not.</summary>
    /// <inheritdoc cref="RefuseAddress"/>
    public ProblemHttpResult? RefuseLogin(HttpContext context, string login) =>
        _signInLogin is null ? null : Refuse(context, _signInLogin, LimitKey.OfLogin(login), "a login");

    private ProblemHttpResult? Refuse(HttpContext context, RateLimit? limit, UInt128 key, object? who)
    {
        if (limit is null)
        {
            return null;
        }
        var answer = limit.Take(key);
        RateLimitHeaders.Add(context, answer);
        if (answer.IsAllowed)
        {
            return null;
        }
        if (answer.IsFirstRefusal)
        {
            LogRefused(limit.Name, who);
        }
        return ApiProblem.Of(
            ProblemCode.RateLimited,
            $"The limit '{limit.Name}' is used up. Nothing was done; make the same call again after {answer.Seconds} s."
        );
    }

    [LoggerMessage(2601, LogLevel.Warning, "The rate limit {Limit} is used up by {Who}; calls beyond it are refused.")]
    private partial void LogRefused(string limit, object? who);
}
