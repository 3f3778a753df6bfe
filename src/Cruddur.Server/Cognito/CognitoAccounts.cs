using Cruddur.Cognito;
using Cruddur.Server.Accounts;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Cognito;

/// <summary>
/// The accounts of a Cognito user pool, asked from the server: the browser sees neither the pool nor its tokens. Names,
/// passwords, codes and their limits are the pool's.
/// </summary>
internal sealed class CognitoAccounts(
    UserPoolClient pool,
    PoolAccounts accounts,
    PoolSignUp signUp,
    AwaitingSignUps awaiting,
    PoolCodes codes,
    PoolSignIn signIn,
    PoolRefresh refresh,
    IOptions<CognitoOptions> options,
    ILogger<CognitoAccounts> logger
) : IAccounts
{
    public AccountsOffer Offer =>
        new(AccountsProvider.Cognito, SendsCodes: true, options.Value.Domain is null ? null : HostedPage.Address);

    public Task<RegisterResult> RegisterAsync(
        NewPerson person,
        Password password,
        CancellationToken cancellationToken
    ) => signUp.RegisterAsync(person, password, cancellationToken);

    public Task<ConfirmResult> ConfirmAsync(string login, string code, CancellationToken cancellationToken) =>
        codes.ConfirmAsync(login, code, cancellationToken);

    public Task<SendCodeResult> ResendCodeAsync(string login, CancellationToken cancellationToken) =>
        codes.ResendAsync(login, cancellationToken);

    public Task<SendCodeResult> ForgotPasswordAsync(string login, CancellationToken cancellationToken) =>
        codes.ForgotPasswordAsync(login, cancellationToken);

    public Task<ResetPasswordResult> ResetPasswordAsync(
        string login,
        string code,
        Password newPassword,
        CancellationToken cancellationToken
    ) => codes.ResetPasswordAsync(login, code, newPassword, cancellationToken);

    public async Task<VerifyResult> VerifyAsync(string login, string password, CancellationToken cancellationToken)
    {
        var found = await accounts.FindLoginAsync(login, cancellationToken);
        switch (await signIn.SignInAsync(found.Username, password, cancellationToken))
        {
            case PoolSignInResult.SignedIn signedIn:
                return await KeepAsync(signedIn, found, password, cancellationToken);
            case PoolSignInResult.Challenged:
                return new VerifyResult.MoreAsked();
            case PoolSignInResult.Crowded:
                return new VerifyResult.Crowded();
            case var notIn:
                return await awaiting.CheckAsync(found.Username, found.HandleOf, password, cancellationToken) switch
                {
                    SignUpCheck.Same => new VerifyResult.NotConfirmed(),
                    SignUpCheck.Another => new VerifyResult.Refused(),
                    SignUpCheck.Crowded => new VerifyResult.Crowded(),
                    _ when notIn is PoolSignInResult.NotConfirmed => new VerifyResult.NotConfirmed(),
                    _ => new VerifyResult.Refused(),
                };
        }
    }

    public async Task<ChangePasswordResult> ChangePasswordAsync(
        Guid userUuid,
        string currentPassword,
        Password newPassword,
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
            case PoolSignInResult.Challenged:
                return new ChangePasswordResult.MoreAsked();
            case PoolSignInResult.SignedIn signedIn:
                try
                {
                    return signedIn.Account.UserUuid == userUuid
                        ? await ChangePasswordAsync(signedIn, currentPassword, newPassword)
                        : new ChangePasswordResult.Refused();
                }
                finally
                {
                    await SignedOutAsync(signedIn.Tokens, CancellationToken.None);
                }
            default:
                return new ChangePasswordResult.Refused();
        }
    }

    public Task<RefreshResult> RefreshAsync(ProviderTokens tokens, CancellationToken cancellationToken) =>
        refresh.RefreshAsync(tokens, cancellationToken);

    public Task SignedOutAsync(ProviderTokens tokens, CancellationToken cancellationToken) =>
        signIn.SignedOutAsync(tokens, cancellationToken);

    public async Task<AccountDetails?> FindAsync(Guid userUuid, CancellationToken cancellationToken) =>
        await accounts.FindAsync(userUuid, cancellationToken) is { } account
            ? new AccountDetails(userUuid, account.Email, account.SecurityStamp)
            : null;

    private async Task<VerifyResult> KeepAsync(
        PoolSignInResult.SignedIn signedIn,
        PoolLogin login,
        string password,
        CancellationToken cancellationToken
    )
    {
        var (account, tokens) = signedIn;
        try
        {
            if (account.UserUuid != login.Account?.UserUuid)
            {
                await accounts.NameAsync(login.Username, account.UserUuid, cancellationToken);
            }
            await awaiting.ForgetAsync(login.Username, account.UserUuid, password);
        }
        catch
        {
            // No session will have them that could give them back.
            await SignedOutAsync(tokens, CancellationToken.None);
            throw;
        }
        return new VerifyResult.Verified(account.UserUuid, account.SecurityStamp, tokens);
    }

    private async Task<ChangePasswordResult> ChangePasswordAsync(
        PoolSignInResult.SignedIn signedIn,
        string currentPassword,
        Password newPassword
    )
    {
        var answer = await AskToChangeAsync(signedIn, currentPassword, newPassword);
        return answer switch
        {
            UserPoolAnswer.Done => new ChangePasswordResult.Changed(
                (await accounts.RenewStampAsync(signedIn.Account)).SecurityStamp
            ),
            UserPoolAnswer.Refused refused when PoolPasswords.ProblemOf(refused) is { } problem =>
                new ChangePasswordResult.PasswordRefused(problem),
            UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests or UserPoolRefusal.LimitExceeded } =>
                new ChangePasswordResult.Crowded(),
            UserPoolAnswer.Refused { Refusal: UserPoolRefusal.NotAuthorized } => new ChangePasswordResult.Refused(),
            _ => throw PoolFaults.Misconfigured(logger, "ChangePassword", answer),
        };
    }

    // Not to be given up: whoever hangs up now must not keep alive what a new password ends.
    private async Task<UserPoolAnswer> AskToChangeAsync(
        PoolSignInResult.SignedIn signedIn,
        string currentPassword,
        Password newPassword
    )
    {
        try
        {
            return await pool.ChangePasswordAsync(
                signedIn.Tokens.AccessToken,
                currentPassword,
                newPassword.Value,
                CancellationToken.None
            );
        }
        catch (UserPoolException)
        {
            // It may be another by now. They know one of the two and sign in again; a thief of a session may know neither.
            await accounts.RenewStampAsync(signedIn.Account);
            throw;
        }
    }
}
