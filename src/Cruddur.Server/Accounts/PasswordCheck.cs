using Microsoft.AspNetCore.Identity;

namespace Cruddur.Server.Accounts;

/// <summary>
/// Checks passwords, counts wrong ones and locks accounts for a while. Nothing is lost when several come at once, and
/// nothing but the outcome tells a stranger whether there is an account.
/// </summary>
internal sealed class PasswordCheck(UserManager<Account> users, AccountStore store, TimeProvider time, ILogger logger)
{
    // Has a password that nobody knows, as strong as the others.
    private readonly Account _nobody = Account.New(
        Guid.Empty,
        email: "",
        users.PasswordHasher.HashPassword(null!, Account.NewStamp())
    );

    /// <param name="find">Called here, so that read, check and count are one piece of a turn.</param>
    /// <returns>The account; null when there is none, it is locked, or the password is another.</returns>
    public async Task<Account?> VerifyAsync(
        Func<Task<Account?>> find,
        string password,
        CancellationToken cancellationToken
    )
    {
        var account = await find();
        if (account is null || await users.IsLockedOutAsync(account))
        {
            // As much work as for a wrong password.
            await users.CheckPasswordAsync(_nobody, password);
            await store.SpendWriteAsync(time.GetUtcNow(), cancellationToken);
            return null;
        }
        if (!await users.CheckPasswordAsync(account, password))
        {
            await store.ChangeAsync(account, CountFailureAsync, cancellationToken);
            return null;
        }
        var stamp = account.SecurityStamp;
        return await store.ChangeAsync(account, now => ForgetFailuresAsync(now, stamp), cancellationToken);
    }

    private async Task<IdentityResult> CountFailureAsync(Account account)
    {
        // Others may have locked it since it was read; that does not lock it for longer.
        if (await users.IsLockedOutAsync(account))
        {
            return IdentityResult.Success;
        }
        var result = await users.AccessFailedAsync(account);
        if (result.Succeeded && await users.IsLockedOutAsync(account))
        {
            AccountsLog.Locked(logger, account.UserUuid);
        }
        return result;
    }

    // Not when the account was locked, or got another password, since the password was checked.
    private async Task<IdentityResult> ForgetFailuresAsync(Account account, string verifiedStamp) =>
        account.SecurityStamp == verifiedStamp && !await users.IsLockedOutAsync(account)
            ? await users.ResetAccessFailedCountAsync(account)
            : IdentityResult.Failed();
}
