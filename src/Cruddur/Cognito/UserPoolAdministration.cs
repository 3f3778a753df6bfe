using System.Text.Json;
using Cruddur.Aws;
using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Cognito;

/// <summary>What an administrator may ask of a pool: calls that are signed with credentials of AWS.</summary>
public sealed class UserPoolAdministration : IDisposable
{
    private const int PageSize = 60; // The most that the pool gives.
    private const int MostAttempts = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly UserPoolApi _api;
    private readonly string _userPoolId;
    private readonly TimeProvider _time;
    private readonly Backoff _backoff;

    private UserPoolAdministration(HttpClient http, string userPoolId, TimeProvider time, Random random)
    {
        _http = http;
        _api = new UserPoolApi(http);
        _userPoolId = userPoolId;
        _time = time;
        _backoff = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5), random);
    }

    /// <param name="endpoint">The pool's own, or an emulator's.</param>
    /// <param name="random">For the lengths of waits.</param>
    /// <exception cref="StorageException">There are no credentials of AWS; the message says how to give some.</exception>
    public static UserPoolAdministration Open(
        Uri endpoint,
        string region,
        string userPoolId,
        TimeProvider time,
        Random random
    ) => new(OpenSigned("cognito-idp", endpoint, region, userPoolId, time), userPoolId, time, random);

    /// <summary>Whose credentials these are. Not what the pool needs, so that a failure is an answer.</summary>
    public static async Task<AwsAccount> FindAccountAsync(
        string region,
        string userPoolId,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var suffix = Amazon.RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix;
        using var http = OpenSigned("sts", new Uri($"https://sts.{region}.{suffix}"), region, userPoolId, time);
        return await AwsAccount.FindAsync(http, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Everybody in the pool, page by page; waits where the pool is asked too fast.</summary>
    /// <exception cref="UserPoolException">The pool refuses, or does not answer.</exception>
    public async IAsyncEnumerable<PoolUser> ListUsersAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? next = null;
        do
        {
            var page = await CallAsync("ListUsers", cancellationToken, ("Limit", PageSize), ("PaginationToken", next));
            foreach (var user in page.GetProperty("Users").EnumerateArray())
            {
                yield return PoolUser.Of(user);
            }
            next = page.TryGetProperty("PaginationToken", out var token) ? token.GetString() : null;
        } while (next is not null);
    }

    /// <summary>Adds somebody who may sign in at once: nothing is sent, and the address counts as confirmed.</summary>
    /// <returns>False when the pool has the user name or the address already.</returns>
    /// <exception cref="UserPoolException">
    /// The pool refuses, such as a password that breaks its rules, or does not answer. When the password was refused, the person
    /// is there without one.
    /// </exception>
    public async Task<bool> CreateUserAsync(
        string username,
        string password,
        IEnumerable<KeyValuePair<string, string>> attributes,
        CancellationToken cancellationToken
    )
    {
        var added = await TryCallAsync(
            "AdminCreateUser",
            cancellationToken,
            ("Username", username),
            ("MessageAction", "SUPPRESS"),
            ("UserAttributes", attributes.Select(one => new { Name = one.Key, one.Value }))
        );
        if (added is UserPoolAnswer.Refused { Refusal: UserPoolRefusal.UsernameExists or UserPoolRefusal.AliasExists })
        {
            return false;
        }
        Require("AdminCreateUser", added);
        await CallAsync(
            "AdminSetUserPassword",
            cancellationToken,
            ("Username", username),
            ("Password", password),
            ("Permanent", true)
        );
        return true;
    }

    private async Task<JsonElement> CallAsync(
        string operation,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters
    ) => Require(operation, await TryCallAsync(operation, cancellationToken, parameters));

    private async Task<UserPoolAnswer> TryCallAsync(
        string operation,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters
    )
    {
        var all = parameters.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal);
        all["UserPoolId"] = _userPoolId;
        for (var attempt = 1; ; attempt++)
        {
            var answer = await _api.CallAsync(operation, all, cancellationToken);
            if (
                answer is not UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests }
                || attempt == MostAttempts
            )
            {
                return answer;
            }
            await Task.Delay(_backoff.Of(attempt), _time, cancellationToken);
        }
    }

    private static JsonElement Require(string operation, UserPoolAnswer answer) =>
        answer switch
        {
            UserPoolAnswer.Done { Body: var body } => body,
            UserPoolAnswer.Refused { Refusal: var refusal, Message: var message } => throw new UserPoolException(
                $"The pool refused {operation} with {refusal}: {message}"
            ),
            _ => throw new InvalidOperationException("A pool does something or refuses it."),
        };

    private static HttpClient OpenSigned(
        string service,
        Uri address,
        string region,
        string userPoolId,
        TimeProvider time
    )
    {
        var credentials =
            address.IsLoopback && !AwsEnvironment.HasCredentials()
                ? AwsEnvironment.ForEmulator
                : AwsEnvironment.FindCredentials($"the user pool {userPoolId}");
        return new HttpClient(
            new SignatureHandler(credentials, new Signature(region, service, time))
            {
                InnerHandler = new SocketsHttpHandler(),
            }
        )
        {
            BaseAddress = address,
            Timeout = Patience,
        };
    }
}

/// <summary>Somebody in a pool.</summary>
/// <param name="Handle">What they wish to be called (<c>preferred_username</c>); null when they did not say.</param>
/// <param name="VerifiedEmail">Null without one, or while the pool has no proof that it is theirs.</param>
/// <param name="Status">The pool's word, such as <c>CONFIRMED</c>.</param>
public sealed record PoolUser(string Username, string Sub, string? Handle, string? VerifiedEmail, string Status)
{
    internal static PoolUser Of(JsonElement user)
    {
        var attributes = user.GetProperty("Attributes")
            .EnumerateArray()
            .ToLookup(
                one => one.GetProperty("Name").GetString()!,
                one => one.GetProperty("Value").GetString()!,
                StringComparer.Ordinal
            );
        return new PoolUser(
            user.GetProperty(nameof(Username)).GetString()!,
            attributes["sub"].First(),
            attributes["preferred_username"].FirstOrDefault(),
            attributes["email_verified"].FirstOrDefault() == "true" ? attributes["email"].FirstOrDefault() : null,
            user.GetProperty("UserStatus").GetString()!
        );
    }

    // Without the e-mail address and the names, which must not come into logs.
    public override string ToString() => $"user {Sub} of the pool";
}
