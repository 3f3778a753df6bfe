using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Accounts;

/// <summary>
/// ASP.NET Core Identity's UserManager, with three methods of its own; each says why. It has no validators, as what it is
/// given was parsed (<see cref="Password"/>), and no normalizer, as handles and addresses fold themselves. It keeps
/// nothing between calls.
/// </summary>
internal sealed class AccountManager(
    IUserStore<Account> store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<Account> hasher,
    TimeProvider time,
    IServiceProvider services,
    ILogger<UserManager<Account>> logger
)
    : UserManager<Account>(
        store,
        options,
        hasher,
        userValidators: [],
        passwordValidators: [],
        keyNormalizer: null!,
        new IdentityErrorDescriber(),
        services,
        logger
    )
{
    /// <summary>Without a server around it.</summary>
    public static AccountManager Over(
        ITable table,
        IUserDirectory directory,
        TimeProvider time,
        IOptions<AccountsOptions> accounts
    )
    {
        var settings = new IdentitySettings(accounts);
        var (identity, hasher) = (new IdentityOptions(), new PasswordHasherOptions());
        settings.Configure(identity);
        settings.Configure(hasher);
        return new AccountManager(
            new AccountStore(table, directory),
            new OptionsWrapper<IdentityOptions>(identity),
            new AccountPasswordHasher(new OptionsWrapper<PasswordHasherOptions>(hasher)),
            time,
            services: null!, // Asked for providers of tokens only, if there are any.
            NullLogger<UserManager<Account>>.Instance
        );
    }

    // Identity asks the system's clock here and in the next method, and has no place to inject another.
    public override Task<bool> IsLockedOutAsync(Account user) => Task.FromResult(user.LockoutEnd > time.GetUtcNow());

    public override Task<IdentityResult> AccessFailedAsync(Account user)
    {
        if (++user.AccessFailedCount >= Options.Lockout.MaxFailedAccessAttempts)
        {
            user.AccessFailedCount = 0;
            user.LockoutEnd = time.GetUtcNow() + Options.Lockout.DefaultLockoutTimeSpan;
        }
        return UpdateUserAsync(user);
    }

    // When a hash is of an older strength, Identity changes the security stamp with it, which would end every session:
    // but the password is the same.
    protected override async Task<PasswordVerificationResult> VerifyPasswordAsync(
        IUserPasswordStore<Account> store,
        Account user,
        string password
    )
    {
        var result = await base.VerifyPasswordAsync(store, user, password);
        if (result != PasswordVerificationResult.SuccessRehashNeeded)
        {
            return result;
        }
        user.PasswordHash = PasswordHasher.HashPassword(user, password);
        // When somebody else changed the account in between, there is a next time.
        await UpdateUserAsync(user);
        return PasswordVerificationResult.Success;
    }
}
