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
        var (username, known) = await accounts.FindLoginAsync(login, cancellationToken);
        switch (await signIn.SignInAsync(username, password, cancellationToken))
        {
            case PoolSignInResult.SignedIn { Account: var account, Tokens: var tokens }:
                if (account.UserUuid != known?.UserUuid)
                {
                    await accounts.NameAsync(username, account.UserUuid, cancellationToken);
                }
                return new VerifyResult.Verified(account.UserUuid, account.SecurityStamp, tokens);
            case PoolSignInResult.NotConfirmed:
                return new VerifyResult.NotConfirmed();
            case PoolSignInResult.Challenged:
                return new VerifyResult.MoreAsked();
            case PoolSignInResult.Crowded:
                return new VerifyResult.Crowded();
            default:
                return new VerifyResult.Refused();
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
            case PoolSignInResult.SignedIn signedIn when signedIn.Account.UserUuid == userUuid:
                var result = await ChangePasswordAsync(signedIn, currentPassword, newPassword, cancellationToken);
                await SignedOutAsync(signedIn.Tokens, CancellationToken.None);
                return result;
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
}
