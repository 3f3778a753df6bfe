using System.Collections.Concurrent;
using System.Text.Json;
using Cruddur.Cognito;
using Cruddur.Server.Accounts;
using Cruddur.Server.Issuers;

namespace Cruddur.Server.Cognito;

/// <summary>Whether the pool still stands by a session, asked by its refresh token when its access token has lapsed.</summary>
internal sealed class PoolRefresh(UserPoolClient pool, PoolTokens judge, TimeProvider time, ILogger<PoolRefresh> logger)
{
    /// <summary>
    /// How long after its access token a session lives on that the pool refuses to refresh without a reason which is the person's:
    /// a setting that is wrong for a while must not sign everybody out, one that stays wrong must not keep them for ever.
    /// </summary>
    public static readonly TimeSpan MostRefused = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Lazy<Task<RefreshResult>>> _asked = new(StringComparer.Ordinal);

    /// <summary>However many calls of one session come at once, the pool is asked once.</summary>
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
        // Not given up with the call that asked first, for which others wait; the client has its own limit of time.
        var asked = _asked.GetOrAdd(
            refreshToken,
            _ => new Lazy<Task<RefreshResult>>(() => AskAsync(tokens, refreshToken))
        );
        return await asked.Value.WaitAsync(cancellationToken);
    }

    private async Task<RefreshResult> AskAsync(ProviderTokens tokens, string refreshToken)
    {
        try
        {
            var answer = await pool.RefreshAsync(refreshToken, UsernameIn(tokens.AccessToken), CancellationToken.None);
            return answer switch
            {
                UserPoolAnswer.Done { Body: var body } => await RefreshedAsync(body, refreshToken),
                UserPoolAnswer.Refused { Refusal: var refusal } => Refused(tokens, refusal),
                _ => throw new InvalidOperationException("A pool does something or refuses it."),
            };
        }
        catch (UserPoolException exception)
        {
            CognitoLog.NotAnswered(logger, "InitiateAuth", exception.Message);
            return new RefreshResult.NotNow();
        }
        finally
        {
            _asked.TryRemove(refreshToken, out _);
        }
    }

    private async Task<RefreshResult> RefreshedAsync(JsonElement body, string refreshToken)
    {
        if (PoolGrant.In(body) is not { } grant)
        {
            throw new UserPoolException("The pool asks for more than a refresh token.");
        }
        var issued = await judge.JudgeAsync(grant.AccessToken, CancellationToken.None);
        return new RefreshResult.Refreshed(
            new ProviderTokens(grant.AccessToken, grant.RefreshToken ?? refreshToken, issued.ExpiresAt)
        );
    }

    private RefreshResult Refused(ProviderTokens tokens, UserPoolRefusal refusal)
    {
        switch (refusal)
        {
            case UserPoolRefusal.TooManyRequests:
                return new RefreshResult.NotNow();
            // The last is a trigger of the pool's own that turns them away.
            case UserPoolRefusal.NotAuthorized
            or UserPoolRefusal.UserNotFound
            or UserPoolRefusal.UserNotConfirmed
            or UserPoolRefusal.PasswordResetRequired
            or UserPoolRefusal.UserLambdaValidation:
                CognitoLog.SessionEnded(logger);
                return new RefreshResult.Ended();
            case var _ when time.GetUtcNow() - tokens.ExpiresAt > MostRefused:
                CognitoLog.SessionGivenUp(logger, refusal);
                return new RefreshResult.Ended();
            default:
                CognitoLog.NotAnswered(logger, "InitiateAuth", $"{refusal}");
                return new RefreshResult.NotNow();
        }
    }

    private static string UsernameIn(string accessToken) =>
        JsonWebToken.TryParse(accessToken, out var token, out _) ? token.Claims.Text("username") ?? "" : "";
}
