using Cruddur.Cognito;
using Cruddur.Server.Accounts;

namespace Cruddur.Server.Cognito;

/// <summary>What somebody does at the pool with a code that it sent.</summary>
internal sealed class PoolCodes(
    UserPoolClient pool,
    PoolAccounts accounts,
    PoolSignIn signIn,
    ILogger<PoolCodes> logger
)
{
    public async Task<ConfirmResult> ConfirmAsync(string login, string typed, CancellationToken cancellationToken)
    {
        if (CodeIn(typed) is not { Length: > 0 } code)
        {
            return new ConfirmResult.Refused();
        }
        var (username, account) = await accounts.FindLoginAsync(login, cancellationToken);
        switch (await pool.ConfirmSignUpAsync(username, code, cancellationToken))
        {
            case UserPoolAnswer.Done:
                // The address is theirs from now on, and of no other account in the pool.
                await accounts.NameAsync(account?.Email, account?.UserUuid ?? Guid.Empty, CancellationToken.None);
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
        var (username, _) = await accounts.FindLoginAsync(login, cancellationToken);
        return Sent("ResendConfirmationCode", await pool.ResendCodeAsync(username, cancellationToken));
    }

    public async Task<SendCodeResult> ForgotPasswordAsync(string login, CancellationToken cancellationToken)
    {
        var (username, _) = await accounts.FindLoginAsync(login, cancellationToken);
        return Sent("ForgotPassword", await pool.ForgotPasswordAsync(username, cancellationToken));
    }

    public async Task<ResetPasswordResult> ResetPasswordAsync(
        string login,
        string typed,
        Password newPassword,
        CancellationToken cancellationToken
    )
    {
        if (CodeIn(typed) is not { Length: > 0 } code)
        {
            return new ResetPasswordResult.Refused();
        }
        var (username, account) = await accounts.FindLoginAsync(login, cancellationToken);
        switch (await pool.ConfirmForgotPasswordAsync(username, code, newPassword.Value, cancellationToken))
        {
            case UserPoolAnswer.Done:
                return await ResetAsync(username, newPassword, account);
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

    // The password is another by now and the code used: nothing of this may be given up, and nobody told that it failed.
    private async Task<ResetPasswordResult> ResetAsync(string username, Password newPassword, PoolAccount? known)
    {
        var users = new List<Guid>();
        if (known is not null)
        {
            await accounts.RenewStampAsync(known);
            users.Add(known.UserUuid);
        }
        // The pool does not say whose password that is. Signing in with it does, where it asks for nothing more.
        try
        {
            var result = await signIn.SignInAsync(username, newPassword.Value, CancellationToken.None);
            if (result is not PoolSignInResult.SignedIn signedIn)
            {
                CognitoLog.ResetNotCompared(logger, result.GetType().Name);
                return new ResetPasswordResult.Reset(users);
            }
            if (signedIn.Account.UserUuid != known?.UserUuid)
            {
                await accounts.RenewStampAsync(signedIn.Account);
                users.Add(signedIn.Account.UserUuid);
            }
            await signIn.SignedOutAsync(signedIn.Tokens, CancellationToken.None);
        }
        catch (UserPoolException exception)
        {
            CognitoLog.ResetNotCompared(logger, exception.Message);
        }
        return new ResetPasswordResult.Reset(users);
    }

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
                            or UserPoolRefusal.CodeDeliveryFailure => new SendCodeResult.Accepted(),
            _ => throw PoolFaults.Misconfigured(logger, operation, answer),
        };

    // As people copy it, with spaces in it or around it.
    private static string CodeIn(string typed) => string.Concat(typed.Where(one => !char.IsWhiteSpace(one)));

    private static bool IsAboutCodes(UserPoolRefusal refusal) =>
        refusal
            is UserPoolRefusal.CodeMismatch
                or UserPoolRefusal.ExpiredCode
                or UserPoolRefusal.UserNotFound
                or UserPoolRefusal.NotAuthorized
                or UserPoolRefusal.LimitExceeded
                or UserPoolRefusal.TooManyFailedAttempts;
}
