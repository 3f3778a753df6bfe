using System.Text.Json;
using Cruddur.Cognito;
using Cruddur.Server.Accounts;
using Cruddur.Server.Issuers;

namespace Cruddur.Server.Cognito;

/// <summary>Signing in at the pool, and staying so. What it gives is believed as little as what anybody else brings.</summary>
internal sealed class PoolSignIn(
    UserPoolClient pool,
    TokenIssuers issuers,
    PoolAccounts accounts,
    TimeProvider time,
    ILogger<PoolSignIn> logger
)
{
    /// <exception cref="UserPoolException">The pool cannot be asked, or it gives what cannot be used.</exception>
    public async Task<PoolSignInResult> SignInAsync(
        string username,
        string password,
        CancellationToken cancellationToken
    )
    {
        var answer = await pool.SignInAsync(username, password, cancellationToken);
        switch (answer)
        {
            case UserPoolAnswer.Done { Body: var body }
                when body.TryGetProperty("AuthenticationResult", out var result)
                    && result.ValueKind == JsonValueKind.Object:
                return await AcceptAsync(
                    result.RequiredText("AccessToken"),
                    result.Text("RefreshToken"),
                    cancellationToken
                );
            case UserPoolAnswer.Done { Body: var body }:
                CognitoLog.Challenged(logger, body.Text("ChallengeName") ?? "something unknown");
                return new PoolSignInResult.Refused();
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests }:
                return new PoolSignInResult.Crowded();
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.UserNotConfirmed }:
                return new PoolSignInResult.NotConfirmed();
            // One told from the other would say whether there is such a login. (The emulator calls a wrong password invalid.)
            case UserPoolAnswer.Refused
            {
                Refusal: UserPoolRefusal.NotAuthorized
                    or UserPoolRefusal.UserNotFound
                    or UserPoolRefusal.InvalidPassword
                    or UserPoolRefusal.InvalidParameter
                    or UserPoolRefusal.PasswordResetRequired
                    or UserPoolRefusal.LimitExceeded
                    or UserPoolRefusal.TooManyFailedAttempts
            } refused:
                ExplainWrongFlow(refused);
                return new PoolSignInResult.Refused();
            case UserPoolAnswer.Refused { Refusal: var refusal }:
                CognitoLog.Misconfigured(logger, "InitiateAuth", refusal);
                throw new UserPoolException($"The pool refused InitiateAuth with {refusal}.");
            default:
                throw new InvalidOperationException("A pool does something or refuses it.");
        }
    }

    /// <summary>With tokens that the pool has given, by whichever way.</summary>
    public async Task<PoolSignInResult.SignedIn> AcceptAsync(
        string accessToken,
        string? refreshToken,
        CancellationToken cancellationToken
    )
    {
        var issued = await JudgeAsync(accessToken, cancellationToken);
        var account =
            await accounts.FindAsync(issued.Subject, cancellationToken)
            ?? await AddAsync(issued, accessToken, cancellationToken);
        return new PoolSignInResult.SignedIn(account, new ProviderTokens(accessToken, refreshToken, issued.ExpiresAt));
    }

    public async Task<RefreshResult> RefreshAsync(ProviderTokens tokens, CancellationToken cancellationToken)
    {
        if (tokens.ExpiresAt > time.GetUtcNow())
        {
            return new RefreshResult.Refreshed(tokens);
        }
        if (tokens.RefreshToken is not { } refreshToken)
        {
            return new RefreshResult.Ended();
        }
        try
        {
            var answer = await pool.RefreshAsync(refreshToken, UsernameIn(tokens.AccessToken), cancellationToken);
            if (
                answer is UserPoolAnswer.Done { Body: var body }
                && body.TryGetProperty("AuthenticationResult", out var result)
                && result.ValueKind == JsonValueKind.Object
            )
            {
                var accessToken = result.RequiredText("AccessToken");
                var issued = await JudgeAsync(accessToken, cancellationToken);
                return new RefreshResult.Refreshed(
                    new ProviderTokens(accessToken, result.Text("RefreshToken") ?? refreshToken, issued.ExpiresAt)
                );
            }
            if (answer is UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests })
            {
                return new RefreshResult.NotNow();
            }
            if (
                answer is UserPoolAnswer.Refused
                {
                    Refusal: UserPoolRefusal.NotAuthorized
                        or UserPoolRefusal.UserNotFound
                        or UserPoolRefusal.UserNotConfirmed
                        or UserPoolRefusal.PasswordResetRequired
                }
            )
            {
                CognitoLog.SessionEnded(logger);
                return new RefreshResult.Ended();
            }
            CognitoLog.NotAnswered(logger, "InitiateAuth", $"{answer}");
        }
        catch (UserPoolException exception)
        {
            CognitoLog.NotAnswered(logger, "InitiateAuth", exception.Message);
        }
        return new RefreshResult.NotNow();
    }

    private async Task<IssuedToken> JudgeAsync(string accessToken, CancellationToken cancellationToken)
    {
        switch (await issuers.JudgeAsync(accessToken, cancellationToken))
        {
            case TokenOutcome.Accepted { Token: var issued }:
                return issued;
            case TokenOutcome.Refused { Fault: var fault }:
                CognitoLog.TokenRefused(logger, fault.Words());
                throw new UserPoolException("The pool gave an access token that does not pass as one of its own.");
            default:
                throw new UserPoolException("The pool does not give its keys.");
        }
    }

    // Access tokens of Cognito have no names in them.
    private async Task<PoolAccount> AddAsync(
        IssuedToken issued,
        string accessToken,
        CancellationToken cancellationToken
    )
    {
        if (await pool.GetUserAsync(accessToken, cancellationToken) is not UserPoolAnswer.Done { Body: var user })
        {
            throw new UserPoolException("The pool does not say who has signed in.");
        }
        var attributes =
            user.TryGetProperty("UserAttributes", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray()
                    .ToLookup(one => one.Text("Name"), one => one.Text("Value"), StringComparer.Ordinal)
                : throw new UserPoolException("The pool does not say what it knows of who has signed in.");
        var username = user.RequiredText("Username");
        return await accounts.AddAsync(
            issued.Subject,
            username,
            attributes["preferred_username"].FirstOrDefault() ?? WishOf(username),
            attributes["name"].FirstOrDefault(),
            attributes["email"].FirstOrDefault(),
            cancellationToken
        );
    }

    // In a pool of addresses a user name is a uuid, which nobody wishes to be called.
    private static string? WishOf(string username) => Guid.TryParse(username, out _) ? null : username;

    private static string UsernameIn(string accessToken) =>
        JsonWebToken.TryParse(accessToken, out var token, out _) ? token.Claims.Text("username") ?? "" : "";

    private void ExplainWrongFlow(UserPoolAnswer.Refused refused)
    {
        // "USER_PASSWORD_AUTH flow not enabled for this client", and that a secret is missing, look like a wrong password.
        var isOfTheClient =
            refused.Refusal is UserPoolRefusal.InvalidParameter or UserPoolRefusal.NotAuthorized
            && (
                refused.Message.Contains("flow not enabled", StringComparison.OrdinalIgnoreCase)
                || refused.Message.Contains("secret", StringComparison.OrdinalIgnoreCase)
            );
        if (isOfTheClient)
        {
            CognitoLog.Misconfigured(logger, "InitiateAuth", refused.Refusal);
            throw new UserPoolException("The pool's app client does not let this server sign anybody in.");
        }
    }
}

/// <summary>How signing in at the pool ended.</summary>
internal abstract record PoolSignInResult
{
    private PoolSignInResult() { }

    public sealed record SignedIn(PoolAccount Account, ProviderTokens Tokens) : PoolSignInResult;

    /// <summary>The password is right, the code still awaited.</summary>
    public sealed record NotConfirmed : PoolSignInResult;

    /// <summary>No such login, another password, too many attempts, or more is asked for than this server can answer.</summary>
    public sealed record Refused : PoolSignInResult;

    public sealed record Crowded : PoolSignInResult;
}

/// <summary>Short words for answers of the pool.</summary>
internal static class PoolJson
{
    /// <exception cref="UserPoolException">It is not there.</exception>
    public static string RequiredText(this JsonElement json, string name) =>
        json.Text(name) ?? throw new UserPoolException($"The pool's answer has no {name}.");
}
