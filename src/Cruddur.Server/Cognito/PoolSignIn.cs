using System.Text.Json;
using Cruddur.Cognito;
using Cruddur.Server.Accounts;
using Cruddur.Server.Issuers;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Cognito;

/// <summary>Signing in at the pool, and out. What it gives is believed as little as what anybody else brings.</summary>
internal sealed class PoolSignIn(
    UserPoolClient pool,
    PoolTokens judge,
    PoolAccounts accounts,
    IOptions<CognitoOptions> options,
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
            case UserPoolAnswer.Done { Body: var body } when PoolGrant.In(body) is { } grant:
                return await AcceptAsync(grant, cancellationToken);
            case UserPoolAnswer.Done { Body: var body }:
                CognitoLog.Challenged(logger, body.Text("ChallengeName") ?? "something unknown");
                return new PoolSignInResult.Challenged();
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests }:
                return new PoolSignInResult.Crowded();
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.UserNotConfirmed }:
                return new PoolSignInResult.NotConfirmed();
            // One told from the other would say whether there is such a login. (The emulator calls a wrong password invalid; a
            // trigger that turns somebody away is asked about those whom the pool has.)
            case UserPoolAnswer.Refused
            {
                Refusal: UserPoolRefusal.NotAuthorized
                    or UserPoolRefusal.UserNotFound
                    or UserPoolRefusal.InvalidPassword
                    or UserPoolRefusal.InvalidParameter
                    or UserPoolRefusal.PasswordResetRequired
                    or UserPoolRefusal.LimitExceeded
                    or UserPoolRefusal.TooManyFailedAttempts
                    or UserPoolRefusal.UserLambdaValidation
            } refused:
                ExplainWrongFlow(refused);
                return new PoolSignInResult.Refused();
            default:
                throw PoolFaults.Misconfigured(logger, "InitiateAuth", answer);
        }
    }

    /// <summary>With tokens that the pool has given, by whichever way.</summary>
    public async Task<PoolSignInResult.SignedIn> AcceptAsync(PoolGrant grant, CancellationToken cancellationToken)
    {
        try
        {
            var (accessToken, refreshToken) = grant;
            var issued = await judge.JudgeAsync(accessToken, cancellationToken);
            var account = await accounts.FindAsync(issued.Subject, cancellationToken) is { } known
                ? await UpdateAsync(known, accessToken, cancellationToken)
                : await AddAsync(issued, accessToken, cancellationToken);
            var tokens = new ProviderTokens(accessToken, refreshToken, issued.ExpiresAt);
            return new PoolSignInResult.SignedIn(account, tokens);
        }
        catch
        {
            // No session will have it that could give it back.
            await RevokeAsync(grant.RefreshToken, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Whether there is an account with this password that is not confirmed yet.</summary>
    public async Task<bool> AwaitsCodeAsync(string username, string password, CancellationToken cancellationToken)
    {
        var answer = await pool.SignInAsync(username, password, cancellationToken);
        if (answer is UserPoolAnswer.Done { Body: var body } && PoolGrant.In(body) is { } grant)
        {
            await RevokeAsync(grant.RefreshToken, CancellationToken.None);
        }
        return answer is UserPoolAnswer.Refused { Refusal: UserPoolRefusal.UserNotConfirmed };
    }

    public Task SignedOutAsync(ProviderTokens tokens, CancellationToken cancellationToken) =>
        RevokeAsync(tokens.RefreshToken, cancellationToken);

    private async Task RevokeAsync(string? refreshToken, CancellationToken cancellationToken)
    {
        if (refreshToken is null)
        {
            return;
        }
        try
        {
            var answer = await pool.RevokeAsync(refreshToken, cancellationToken);
            if (answer is UserPoolAnswer.Refused { Refusal: var refusal })
            {
                CognitoLog.NotAnswered(logger, "RevokeToken", refusal.ToString());
            }
        }
        catch (UserPoolException exception)
        {
            CognitoLog.NotAnswered(logger, "RevokeToken", exception.Message);
        }
    }

    private async Task<PoolAccount> AddAsync(
        IssuedToken issued,
        string accessToken,
        CancellationToken cancellationToken
    )
    {
        if (await FindUserAsync(accessToken, cancellationToken) is not { } user)
        {
            throw new UserPoolException("The pool does not say who has signed in.");
        }
        var account = await accounts.AddAsync(
            issued.Subject,
            user.Username,
            user.PreferredUsername ?? user.Username,
            user.Name,
            user.Email,
            cancellationToken
        );
        await accounts.NameAsync(user.ProvenEmail, account.UserUuid, cancellationToken);
        return account;
    }

    // In a pool of addresses people change in the pool what they sign in with; in one of handles nobody does.
    private async Task<PoolAccount> UpdateAsync(
        PoolAccount account,
        string accessToken,
        CancellationToken cancellationToken
    )
    {
        if (options.Value.Username != CognitoUsername.Email)
        {
            return account;
        }
        try
        {
            if (await FindUserAsync(accessToken, cancellationToken) is { } user)
            {
                var email = user.Email ?? account.Email;
                return await accounts.RenameAsync(account, user.Username, email, cancellationToken);
            }
            CognitoLog.NotAnswered(logger, "GetUser", "It does not say who has signed in.");
        }
        catch (UserPoolException exception)
        {
            CognitoLog.NotAnswered(logger, "GetUser", exception.Message);
        }
        return account;
    }

    // Access tokens of Cognito have no names in them.
    private async Task<PoolPerson?> FindUserAsync(string accessToken, CancellationToken cancellationToken) =>
        await pool.GetUserAsync(accessToken, cancellationToken) is UserPoolAnswer.Done { Body: var user }
            ? PoolPerson.Of(user)
            : null;

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

    /// <summary>The password is right, but the pool asks for more, which only its hosted page can.</summary>
    public sealed record Challenged : PoolSignInResult;

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
