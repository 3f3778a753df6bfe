using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.AspNetCore.Identity;

namespace Cruddur.Server.Accounts;

/// <summary>
/// Accounts in the table, for ASP.NET Core Identity. Reads are strong: who may sign in must not depend on what a replica
/// has heard.
/// </summary>
internal sealed partial class AccountStore(ITable table, IUserDirectory directory)
{
    private static readonly IdentityResult ChangedByOthers = IdentityResult.Failed(
        new IdentityErrorDescriber().ConcurrencyFailure()
    );

    public async Task<Account?> FindAsync(Guid userUuid, CancellationToken cancellationToken)
    {
        var found = await table.GetAsync(Account.KeyOf(userUuid), Consistency.Strong, cancellationToken);
        // The decoy is no account: nobody has its uuid.
        return found.Item is null || userUuid == Guid.Empty ? null : Account.FromItem(userUuid, found.Item);
    }

    public async Task<Guid?> FindOwnerAsync(EmailAddress email, CancellationToken cancellationToken)
    {
        var found = await table.GetAsync(EmailAlias.KeyOf(email), Consistency.Strong, cancellationToken);
        return found.Item is null ? null : EmailAlias.FromItem(email, found.Item).UserUuid;
    }

    /// <summary>
    /// The address for the account, or that it is another's: the same number of calls and writes either way. Somebody else may
    /// be faster; then the transaction with it is refused, and the next write is another.
    /// </summary>
    public async Task<Write> AliasWriteAsync(EmailAddress email, Guid userUuid, CancellationToken cancellationToken) =>
        await FindOwnerAsync(email, cancellationToken) is not null
            ? new Write.Check(EmailAlias.KeyOf(email), Condition.Exists)
            : new Write.Put(new EmailAlias(email, userUuid).ToItem(), Condition.NotExists);

    /// <summary>Adds the account of somebody who is in the directory already.</summary>
    /// <returns>False when there is one; it stays as it is.</returns>
    public async Task<bool> AddAsync(Account account, EmailAddress email, CancellationToken cancellationToken)
    {
        while (true)
        {
            var alias = await AliasWriteAsync(email, account.UserUuid, cancellationToken);
            Write[] writes = [new Write.Put(account.ToItem(), Condition.NotExists), alias];
            switch (await table.TransactAsync(writes, cancellationToken))
            {
                case TransactionResult.Committed:
                    return true;
                case TransactionResult.ConditionsFailed { Failed: var failed }
                    when failed.Any(failure => failure.Index == 0):
                    return false;
            }
        }
    }

    /// <summary>Who has an address and has proven it; null when nobody has.</summary>
    public async Task<Guid?> FindProvenOwnerAsync(EmailAddress email, CancellationToken cancellationToken) =>
        await FindOwnerAsync(email, cancellationToken) is { } owner
        && await FindAsync(owner, cancellationToken) is { EmailConfirmedAt: not null }
            ? owner
            : null;

    /// <param name="login">A handle, with or without <c>@</c>, or an e-mail address.</param>
    public Task<Account?> FindByLoginAsync(string login, CancellationToken cancellationToken)
    {
        var trimmed = login.Trim();
        return trimmed.LastIndexOf('@') > 0
            ? FindByEmailAsync(trimmed, cancellationToken)
            : FindByNameAsync(Handle.WithoutAt(trimmed)!, cancellationToken);
    }

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParseExact(userId, "D", out var userUuid)
            ? FindAsync(userUuid, cancellationToken)
            : Task.FromResult<Account?>(null);

    // These two read the decoy when nobody has the name or address, so that what follows is the same work.

    public async Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        await FindAsync(
            Handle.TryParse(normalizedUserName, out var handle, out _)
                ? (await directory.FindByHandleAsync(handle, cancellationToken))?.Uuid ?? Guid.Empty
                : Guid.Empty,
            cancellationToken
        );

    private async Task<Account?> FindByEmailAsync(string text, CancellationToken cancellationToken) =>
        await FindAsync(
            EmailAddress.OfAccount(text) is { } email
                ? await FindOwnerAsync(email, cancellationToken) ?? Guid.Empty
                : Guid.Empty,
            cancellationToken
        );

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        var (unchanged, before) = (user.IsUnchanged, user.ConcurrencyStamp);
        user.ConcurrencyStamp = Account.NewStamp();
        if (await table.WriteAsync(new Write.Put(user.ToItem(), unchanged), cancellationToken) is WriteResult.Written)
        {
            return IdentityResult.Success;
        }
        user.ConcurrencyStamp = before;
        return ChangedByOthers;
    }

    /// <summary>Makes a change of the account as it is now, whatever others change at once.</summary>
    /// <returns>The account as it is then; null when the change was refused or the account is gone.</returns>
    public async Task<Account?> ChangeAsync(
        Account read,
        Func<Account, Task<IdentityResult>> change,
        CancellationToken cancellationToken
    )
    {
        for (Account? account = read; account is not null; account = await FindAsync(read.UserUuid, cancellationToken))
        {
            var result = await change(account);
            if (!IsChangedByOthers(result))
            {
                return result.Succeeded ? account : null;
            }
        }
        return null;
    }

    /// <summary>
    /// A write like the one that counts a wrong password, for logins where there is nothing to count: the time of an
    /// answer must not tell whether there is an account.
    /// </summary>
    public Task SpendWriteAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        table.WriteAsync(
            new Write.Put(
                new Item(Account.DecoyKey, [new("access_failed_count", time.ToUnixTimeMilliseconds())]),
                Condition.None
            ),
            cancellationToken
        );

    private static bool IsChangedByOthers(IdentityResult result) =>
        result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure));
}
