using System.Text.Json;
using Cruddur.Cognito;
using Cruddur.Server.Accounts;
using Cruddur.Users;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Cognito;

/// <summary>
/// The accounts of a Cognito user pool, asked from the server: the browser sees neither the pool nor its tokens. Names,
/// passwords, codes and their limits are the pool's.
/// </summary>
internal sealed class CognitoAccounts(
    UserPoolClient pool,
    PoolAccounts accounts,
    PoolSignIn signIn,
    IUserDirectory directory,
    IOptions<CognitoOptions> options,
    ILogger<CognitoAccounts> logger
) : IAccounts
{
    public AccountsOffer Offer =>
        new(AccountsProvider.Cognito, SendsCodes: true, options.Value.Domain is null ? null : HostedPage.Address);

    public async Task<RegisterResult> RegisterAsync(
        NewPerson person,
        Password password,
        CancellationToken cancellationToken
    )
    {
        if (await directory.FindByHandleAsync(person.Handle, cancellationToken) is not null)
        {
            return new RegisterResult.HandleTaken();
        }
        var isByEmail = options.Value.Username == CognitoUsername.Email;
        var username = isByEmail ? person.Email.Value : person.Handle.Folded;
        var answer = await pool.SignUpAsync(
            username,
            password.Value,
            [
                new("email", person.Email.Value),
                new("preferred_username", person.Handle.Value),
                new("name", person.DisplayName.Value),
            ],
            cancellationToken
        );
        switch (answer)
        {
            case UserPoolAnswer.Done { Body: var body }:
                var profile = await accounts.AddAsync(
                    person,
                    username,
                    body.RequiredText("UserSub"),
                    cancellationToken
                );
                var isConfirmed =
                    body.TryGetProperty("UserConfirmed", out var confirmed)
                    && confirmed.ValueKind == JsonValueKind.True;
                return new RegisterResult.Registered(profile, isConfirmed ? null : person.Email.Masked);
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.UsernameExists } when isByEmail:
                // That the address is in use is not told: the answer is the same, and the handle as taken afterwards. Nobody can
                // sign in by it.
                return await accounts.AddWithoutSubjectAsync(person, cancellationToken) is { } lookalike
                    ? new RegisterResult.Registered(lookalike, person.Email.Masked)
                    : new RegisterResult.HandleTaken();
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.UsernameExists }:
                return new RegisterResult.HandleTaken();
            case UserPoolAnswer.Refused refused when PoolPasswords.ProblemOf(refused) is { } problem:
                return new RegisterResult.PasswordRefused(problem);
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests or UserPoolRefusal.LimitExceeded }:
                return new RegisterResult.Crowded();
            default:
                throw Misconfigured("SignUp", answer);
        }
    }

    public async Task<ConfirmResult> ConfirmAsync(string login, string code, CancellationToken cancellationToken)
    {
        var username = await accounts.FindUsernameAsync(login, cancellationToken);
        return await pool.ConfirmSignUpAsync(username, code, cancellationToken) switch
        {
            UserPoolAnswer.Done => new ConfirmResult.Confirmed(),
            UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests } => new ConfirmResult.Crowded(),
            UserPoolAnswer.Refused { Refusal: var refusal }
                when IsAboutCodes(refusal) || refusal == UserPoolRefusal.AliasExists => new ConfirmResult.Refused(),
            var other => throw Misconfigured("ConfirmSignUp", other),
        };
    }

    public async Task<SendCodeResult> ResendCodeAsync(string login, CancellationToken cancellationToken)
    {
        var username = await accounts.FindUsernameAsync(login, cancellationToken);
        return CodeSent("ResendConfirmationCode", await pool.ResendCodeAsync(username, cancellationToken));
    }

    public async Task<SendCodeResult> ForgotPasswordAsync(string login, CancellationToken cancellationToken)
    {
        var username = await accounts.FindUsernameAsync(login, cancellationToken);
        return CodeSent("ForgotPassword", await pool.ForgotPasswordAsync(username, cancellationToken));
    }

    public async Task<ResetPasswordResult> ResetPasswordAsync(
        string login,
        string code,
        Password newPassword,
        CancellationToken cancellationToken
    )
    {
        var username = await accounts.FindUsernameAsync(login, cancellationToken);
        switch (await pool.ConfirmForgotPasswordAsync(username, code, newPassword.Value, cancellationToken))
        {
            case UserPoolAnswer.Done:
                // The pool does not say whose password that is. Signing in with it does, and also for a login that is an address.
                return
                    await signIn.SignInAsync(username, newPassword.Value, cancellationToken)
                        is PoolSignInResult.SignedIn signedIn
                    ? await ResetAsync(signedIn, cancellationToken)
                    : throw new UserPoolException("The pool set another password, and does not sign in with it.");
            case UserPoolAnswer.Refused refused when PoolPasswords.ProblemOf(refused) is { } problem:
                return new ResetPasswordResult.PasswordRefused(problem);
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests }:
                return new ResetPasswordResult.Crowded();
            case UserPoolAnswer.Refused { Refusal: var refusal }
                when IsAboutCodes(refusal) || refusal == UserPoolRefusal.UserNotConfirmed:
                return new ResetPasswordResult.Refused();
            case var other:
                throw Misconfigured("ConfirmForgotPassword", other);
        }
    }

    public async Task<VerifyResult> VerifyAsync(string login, string password, CancellationToken cancellationToken)
    {
        var username = await accounts.FindUsernameAsync(login, cancellationToken);
        return await signIn.SignInAsync(username, password, cancellationToken) switch
        {
            PoolSignInResult.SignedIn { Account: var account, Tokens: var tokens } => new VerifyResult.Verified(
                account.UserUuid,
                account.SecurityStamp,
                tokens
            ),
            PoolSignInResult.NotConfirmed => new VerifyResult.NotConfirmed(),
            PoolSignInResult.Crowded => new VerifyResult.Crowded(),
            _ => new VerifyResult.Refused(),
        };
    }

    public async Task<ChangePasswordResult> ChangePasswordAsync(
        Guid userUuid,
        string currentPassword,
        Password newPassword,
        ProviderTokens? tokens,
        CancellationToken cancellationToken
    )
    {
        if (await accounts.FindAsync(userUuid, cancellationToken) is not { } account)
        {
            return new ChangePasswordResult.Refused();
        }
        // Not by the session's access token, which may have run out, and which a bearer token has not: signing in proves the
        // password, counts wrong ones, and gives a token for this.
        switch (await signIn.SignInAsync(account.Username, currentPassword, cancellationToken))
        {
            case PoolSignInResult.Crowded:
                return new ChangePasswordResult.Crowded();
            case PoolSignInResult.SignedIn signedIn when signedIn.Account.UserUuid == userUuid:
                var result = await ChangePasswordAsync(signedIn, currentPassword, newPassword, cancellationToken);
                await SignedOutAsync(signedIn.Tokens, cancellationToken);
                return result;
            default:
                return new ChangePasswordResult.Refused();
        }
    }

    public Task<RefreshResult> RefreshAsync(ProviderTokens tokens, CancellationToken cancellationToken) =>
        signIn.RefreshAsync(tokens, cancellationToken);

    public async Task SignedOutAsync(ProviderTokens tokens, CancellationToken cancellationToken)
    {
        if (tokens.RefreshToken is not { } refreshToken)
        {
            return;
        }
        try
        {
            if (
                await pool.RevokeAsync(refreshToken, cancellationToken) is UserPoolAnswer.Refused
                {
                    Refusal: var refusal
                }
            )
            {
                CognitoLog.NotAnswered(logger, "RevokeToken", refusal.ToString());
            }
        }
        catch (UserPoolException exception)
        {
            CognitoLog.NotAnswered(logger, "RevokeToken", exception.Message);
        }
    }

    public async Task<AccountDetails?> FindAsync(Guid userUuid, CancellationToken cancellationToken) =>
        await accounts.FindAsync(userUuid, cancellationToken) is { } account
            ? new AccountDetails(userUuid, account.Email, account.SecurityStamp)
            : null;

    private async Task<ChangePasswordResult> ChangePasswordAsync(
        PoolSignInResult.SignedIn signedIn,
        string currentPassword,
        Password newPassword,
        CancellationToken cancellationToken
    )
    {
        var answer = await pool.ChangePasswordAsync(
            signedIn.Tokens.AccessToken,
            currentPassword,
            newPassword.Value,
            cancellationToken
        );
        return answer switch
        {
            UserPoolAnswer.Done => new ChangePasswordResult.Changed(
                (await accounts.RenewStampAsync(signedIn.Account, cancellationToken)).SecurityStamp
            ),
            UserPoolAnswer.Refused refused when PoolPasswords.ProblemOf(refused) is { } problem =>
                new ChangePasswordResult.PasswordRefused(problem),
            UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests or UserPoolRefusal.LimitExceeded } =>
                new ChangePasswordResult.Crowded(),
            UserPoolAnswer.Refused { Refusal: UserPoolRefusal.NotAuthorized } => new ChangePasswordResult.Refused(),
            _ => throw Misconfigured("ChangePassword", answer),
        };
    }

    private async Task<ResetPasswordResult> ResetAsync(
        PoolSignInResult.SignedIn signedIn,
        CancellationToken cancellationToken
    )
    {
        await accounts.RenewStampAsync(signedIn.Account, cancellationToken);
        await SignedOutAsync(signedIn.Tokens, cancellationToken);
        return new ResetPasswordResult.Reset(signedIn.Account.UserUuid);
    }

    // Whatever is the matter with one account: told alike, so that nobody learns whether there is one.
    private SendCodeResult CodeSent(string operation, UserPoolAnswer answer) =>
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
            _ => throw Misconfigured(operation, answer),
        };

    private static bool IsAboutCodes(UserPoolRefusal refusal) =>
        refusal
            is UserPoolRefusal.CodeMismatch
                or UserPoolRefusal.ExpiredCode
                or UserPoolRefusal.UserNotFound
                or UserPoolRefusal.NotAuthorized
                or UserPoolRefusal.LimitExceeded
                or UserPoolRefusal.TooManyFailedAttempts;

    private UserPoolException Misconfigured(string operation, UserPoolAnswer answer)
    {
        var refusal = answer is UserPoolAnswer.Refused refused ? refused.Refusal : UserPoolRefusal.Other;
        CognitoLog.Misconfigured(logger, operation, refusal);
        return new UserPoolException($"The pool refused {operation} with {refusal}.");
    }
}
