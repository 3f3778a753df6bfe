using System.Globalization;
using Microsoft.AspNetCore.Identity;

namespace Cruddur.Server.Accounts;

/// <summary>What Identity reads of an account and sets before it is stored.</summary>
internal sealed partial class AccountStore
    : IUserPasswordStore<Account>,
        IUserSecurityStampStore<Account>,
        IUserLockoutStore<Account>
{
    public void Dispose() { }

    // Accounts come and go with the person in one transaction: LocalAccounts.

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw NotHere();

    // A handle belongs to the directory, which keeps it and folds it; Identity only looks accounts up by it.

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.UserUuid.ToString("D", CultureInfo.InvariantCulture));

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) =>
        throw NotHere();

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.PasswordHash);

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash ?? throw NotHere();
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.SecurityStamp);

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken)
    {
        user.SecurityStamp = stamp;
        return Task.CompletedTask;
    }

    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(true);

    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) =>
        throw NotHere();

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.LockoutEnd);

    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.LockoutEnd = lockoutEnd;
        return Task.CompletedTask;
    }

    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.AccessFailedCount);

    public Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(++user.AccessFailedCount);

    public Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken)
    {
        user.AccessFailedCount = 0;
        return Task.CompletedTask;
    }

    private static NotSupportedException NotHere() => new("Accounts of this server do not do this.");
}
