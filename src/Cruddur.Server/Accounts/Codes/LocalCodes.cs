using Cruddur.Storage;
using Microsoft.AspNetCore.Identity;

namespace Cruddur.Server.Accounts.Codes;

/// <summary>What local accounts need where mails are sent.</summary>
/// <param name="ConfirmsEmail">Whether an account is used only once its address is confirmed.</param>
internal sealed record LocalMails(AccountCodes Codes, MailRequests Requests, bool ConfirmsEmail);

/// <summary>What codes are good for: using an account for the first time, and setting another password.</summary>
internal sealed class LocalCodes(
    ITable table,
    AccountStore store,
    AccountCodes codes,
    MailRequests requests,
    IPasswordHasher<Account> hasher,
    HashingTurns turns,
    TimeProvider time,
    ILogger logger
)
{
    /// <summary>Whether one more mail may wait, as far as can be told before it does.</summary>
    public bool HasRoom => requests.HasRoom;

    public void Welcome(Guid userUuid) => Add(new MailRequest.Welcome(userUuid), userUuid);

    public void PasswordChanged(Guid userUuid) => Add(new MailRequest.PasswordChanged(userUuid), userUuid);

    public SendCodeResult Resend(string login) => Request(login, new MailRequest.ConfirmCode(login));

    public SendCodeResult Forgot(string login) => Request(login, new MailRequest.ResetCode(login));

    public Task<ConfirmResult> ConfirmAsync(string login, string code, CancellationToken cancellationToken)
    {
        return turns.TakeAsync(WorkAsync, new ConfirmResult.Crowded(), cancellationToken);

        async Task<ConfirmResult> WorkAsync()
        {
            var account = await UseAsync(login, CodePurpose.Confirm, code, _ => { }, cancellationToken);
            return account is null ? new ConfirmResult.Refused() : new ConfirmResult.Confirmed();
        }
    }

    public Task<ResetPasswordResult> ResetAsync(
        string login,
        string code,
        Password newPassword,
        CancellationToken cancellationToken
    )
    {
        return turns.TakeAsync(WorkAsync, new ResetPasswordResult.Crowded(), cancellationToken);

        async Task<ResetPasswordResult> WorkAsync()
        {
            var account = await UseAsync(login, CodePurpose.Reset, code, Change, cancellationToken);
            if (account is null)
            {
                return new ResetPasswordResult.Refused();
            }
            PasswordChanged(account.UserUuid);
            return new ResetPasswordResult.Reset([account.UserUuid]);
        }

        void Change(Account account)
        {
            account.PasswordHash = hasher.HashPassword(account, newPassword.Value);
            account.SecurityStamp = Account.NewStamp();
            account.AccessFailedCount = 0;
            account.LockoutEnd = null;
        }
    }

    private void Add(MailRequest request, Guid userUuid)
    {
        if (!requests.TryAdd(request))
        {
            AccountsLog.MailLost(logger, userUuid, request.GetType().Name);
        }
    }

    // What is longer than any login is nobody's, and is not kept waiting in memory.
    private SendCodeResult Request(string login, MailRequest request) =>
        login.Length > EmailAddress.MaxLength || requests.TryAdd(request)
            ? new SendCodeResult.Accepted()
            : new SendCodeResult.Crowded();

    /// <summary>
    /// Checks a code and does what it is good for, in one transaction with taking it away. Whoever has a code has the
    /// address that it was sent to, so the account is confirmed by any.
    /// </summary>
    private async Task<Account?> UseAsync(
        string login,
        CodePurpose purpose,
        string typed,
        Action<Account> change,
        CancellationToken cancellationToken
    )
    {
        var account = await store.FindByLoginAsync(login, cancellationToken);
        var code = await codes.CheckAsync(account, purpose, typed, store, cancellationToken);
        if (account is null || code is null)
        {
            return null;
        }
        while (account is not null)
        {
            var unchanged = account.IsUnchanged;
            change(account);
            account.AwaitsConfirmation = false;
            account.EmailConfirmedAt ??= time.GetUtcNow();
            account.ConcurrencyStamp = Account.NewStamp();
            Write[] writes =
            [
                new Write.Delete(code.Key, code.IsUnchanged),
                new Write.Put(account.ToItem(), unchanged),
                .. await ClaimAddressAsync(account, cancellationToken),
            ];
            // Not to be given up: whoever hangs up now must not keep from the owner what was done.
            var result = await table.TransactAsync(writes, CancellationToken.None);
            if (result is not TransactionResult.ConditionsFailed refused)
            {
                return account;
            }
            if (refused.Failed.Any(failed => failed.Index == 0))
            {
                // Used by somebody else at this moment, or replaced by a newer one.
                return null;
            }
            account = await store.FindAsync(account.UserUuid, cancellationToken);
        }
        return null;
    }

    // Who has proven to have the address signs in by it; whoever only typed it signs in by handle from now on
    // (docs/decisions/0005-an-e-mail-address-in-use-is-not-told.md).
    private async Task<IEnumerable<Write>> ClaimAddressAsync(Account account, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(account.Email, out var email, out _))
        {
            return [];
        }
        var owner = await store.FindOwnerAsync(email, cancellationToken);
        if (owner == account.UserUuid || await store.FindProvenOwnerAsync(email, cancellationToken) is not null)
        {
            return [];
        }
        var isAsRead = owner is { } other ? EmailAlias.IsOf(other) : Condition.NotExists;
        return [new Write.Put(new EmailAlias(email, account.UserUuid).ToItem(), isAsRead)];
    }
}
