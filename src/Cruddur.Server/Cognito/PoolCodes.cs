using Cruddur.Cognito;
using Cruddur.Server.Accounts;
using Cruddur.Server.Accounts.Codes;
using Cruddur.Storage;

namespace Cruddur.Server.Cognito;

/// <summary>What somebody does at the pool with a code that it sent.</summary>
internal sealed class PoolCodes(
    UserPoolClient pool,
    PoolAccounts accounts,
    PoolSignIn signIn,
    AwaitingSignUps awaiting,
    ILogger<PoolCodes> logger
)
{
    public async Task<ConfirmResult> ConfirmAsync(string login, string typed, CancellationToken cancellationToken)
    {
        if (TypedCode.Of(typed) is not { Length: > 0 } code)
        {
            return new ConfirmResult.Refused();
        }
        var (username, account, _) = await accounts.FindLoginAsync(login, cancellationToken);
        switch (await pool.ConfirmSignUpAsync(username, code, cancellationToken))
        {
            case UserPoolAnswer.Done:
                await KeepConfirmedAsync(username, account);
                return new ConfirmResult.Confirmed();
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests }:
                return new ConfirmResult.Crowded();
            case UserPoolAnswer.Refused { Refusal: var refusal }
                when IsAboutCodes(refusal)
                    || refusal is UserPoolRefusal.AliasExists or UserPoolRefusal.InvalidParameter:
                return new ConfirmResult.Refused();
            case var other:
                throw PoolFaults.Misconfigured(logger, "ConfirmSignUp", other);
        }
    }

    public async Task<SendCodeResult> ResendAsync(string login, CancellationToken cancellationToken)
    {
        var (username, _, _) = await accounts.FindLoginAsync(login, cancellationToken);
        return Sent("ResendConfirmationCode", await pool.ResendCodeAsync(username, cancellationToken));
    }

    public async Task<SendCodeResult> ForgotPasswordAsync(string login, CancellationToken cancellationToken)
    {
        var (username, _, _) = await accounts.FindLoginAsync(login, cancellationToken);
        return Sent("ForgotPassword", await pool.ForgotPasswordAsync(username, cancellationToken));
    }

    public async Task<ResetPasswordResult> ResetPasswordAsync(
        string login,
        string typed,
        Password newPassword,
        CancellationToken cancellationToken
    )
    {
        if (TypedCode.Of(typed) is not { Length: > 0 } code)
        {
            return new ResetPasswordResult.Refused();
        }
        var (username, account, _) = await accounts.FindLoginAsync(login, cancellationToken);
        UserPoolAnswer answer;
        try
        {
            // Not to be given up: whoever hangs up now must not keep alive what a new password ends.
            answer = await pool.ConfirmForgotPasswordAsync(username, code, newPassword.Value, CancellationToken.None);
        }
        catch (UserPoolException)
        {
            // The code may be used by now, and the password set: signing in with it tells.
            var result = await TrySignInAsync(username, newPassword);
            if (result is not (PoolSignInResult.SignedIn or PoolSignInResult.Challenged))
            {
                throw;
            }
            await EndSessionsAsync(account);
            return await ResetAsync(account, result);
        }
        switch (answer)
        {
            case UserPoolAnswer.Done:
                await EndSessionsAsync(account);
                return await ResetAsync(account, await TrySignInAsync(username, newPassword));
            case UserPoolAnswer.Refused refused when PoolPasswords.ProblemOf(refused) is { } problem:
                return new ResetPasswordResult.PasswordRefused(problem);
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests }:
                return new ResetPasswordResult.Crowded();
            case UserPoolAnswer.Refused { Refusal: var refusal }
                when IsAboutCodes(refusal)
                    || refusal is UserPoolRefusal.UserNotConfirmed or UserPoolRefusal.InvalidParameter:
                return new ResetPasswordResult.Refused();
            case var other:
                throw PoolFaults.Misconfigured(logger, "ConfirmForgotPassword", other);
        }
    }

    // The code is used by now: that this cannot be written is no answer to whoever typed it. It is done again when they sign in.
    // Who was never here has nothing to be kept; a sign-up of which it is not known whom it made may be somebody else's.
    private async Task KeepConfirmedAsync(string username, PoolAccount? account)
    {
        if (account is null)
        {
            return;
        }
        try
        {
            // The address is theirs from now on, and of no other account in the pool.
            await accounts.NameAsync(account.Email, account.UserUuid, CancellationToken.None);
            await awaiting.ForgetAsync(username, account.UserUuid, password: null);
        }
        catch (StorageException exception)
        {
            CognitoLog.ConfirmedNotKept(logger, account.UserUuid, exception);
        }
    }

    // The password is another by now and the code used: nothing of this may be given up, and nobody told that it failed. The
    // pool does not say whose password that is. Signing in with it does, where it asks for nothing more.
    private async Task<ResetPasswordResult> ResetAsync(PoolAccount? known, PoolSignInResult? result)
    {
        var users = new List<Guid>();
        if (known is not null)
        {
            users.Add(known.UserUuid);
        }
        if (result is not PoolSignInResult.SignedIn { Account: var account, Tokens: var tokens })
        {
            CognitoLog.ResetNotCompared(logger, result?.GetType().Name ?? "The pool did not answer.");
            return new ResetPasswordResult.Reset(users);
        }
        if (account.UserUuid != known?.UserUuid)
        {
            await accounts.RenewStampAsync(account);
            users.Add(account.UserUuid);
        }
        await signIn.SignedOutAsync(tokens, CancellationToken.None);
        return new ResetPasswordResult.Reset(users);
    }

    /// <returns>Null when that cannot be known.</returns>
    private async Task<PoolSignInResult?> TrySignInAsync(string username, Password password)
    {
        try
        {
            return await signIn.SignInAsync(username, password.Value, CancellationToken.None);
        }
        catch (Exception exception) when (exception is UserPoolException or StorageException)
        {
            CognitoLog.NotAnswered(logger, "InitiateAuth", exception.Message);
            return null;
        }
    }

    private Task EndSessionsAsync(PoolAccount? account) =>
        account is null ? Task.CompletedTask : accounts.RenewStampAsync(account);

    // Whatever is the matter with one account: told alike, so that nobody learns whether there is one.
    private SendCodeResult Sent(string operation, UserPoolAnswer answer) =>
        answer switch
        {
            UserPoolAnswer.Done => new SendCodeResult.Accepted(),
            UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests } => new SendCodeResult.Crowded(),
            UserPoolAnswer.Refused { Refusal: var refusal }
                when IsAboutCodes(refusal)
                    || refusal
                        is UserPoolRefusal.UserNotConfirmed
                            or UserPoolRefusal.InvalidParameter
                            or UserPoolRefusal.CodeDeliveryFailure
                            or UserPoolRefusal.UserLambdaValidation => new SendCodeResult.Accepted(),
            _ => throw PoolFaults.Misconfigured(logger, operation, answer),
        };

    private static bool IsAboutCodes(UserPoolRefusal refusal) =>
        refusal
            is UserPoolRefusal.CodeMismatch
                or UserPoolRefusal.ExpiredCode
                or UserPoolRefusal.UserNotFound
                or UserPoolRefusal.NotAuthorized
                or UserPoolRefusal.LimitExceeded
                or UserPoolRefusal.TooManyFailedAttempts;
}
