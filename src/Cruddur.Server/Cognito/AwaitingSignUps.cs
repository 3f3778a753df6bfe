using Cruddur.Server.Accounts;
using Cruddur.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Cognito;

/// <summary>
/// Who awaits a code in a pool of addresses, told by what was typed here at the last sign-up with an address. The pool says so
/// only of addresses that it did not have: with its word for it, whoever signs up with somebody's address and tries to sign in
/// would learn whether that somebody has an account. In a pool of handles, which are no secret, there are none.
/// </summary>
internal sealed class AwaitingSignUps(
    ITable table,
    AccountStore store,
    IPasswordHasher<Account> hasher,
    HashingTurns turns,
    IOptions<CognitoOptions> cognito,
    IOptions<AccountsOptions> accounts,
    TimeProvider time
)
{
    // The hasher looks at the options and the password, never at the user. This one nobody knows.
    private readonly string _nobodysHash = hasher.HashPassword(null!, Account.NewStamp());

    /// <summary>
    /// Whether a password is the one that was typed, and counts when it is not, as of accounts: nobody is to guess here what is
    /// somebody's password in the pool by now. A hash and a write, whether there was a sign-up or not.
    /// </summary>
    /// <param name="handleOf">
    /// By whose handle the address was found; null when it was typed itself. By a handle only the sign-up that made it is
    /// compared, and counted: whoever signs up with somebody's address would learn which handle leads to it.
    /// </param>
    public async Task<SignUpCheck> CheckAsync(
        string address,
        Guid? handleOf,
        string password,
        CancellationToken cancellationToken
    )
    {
        return cognito.Value.Username == CognitoUsername.Email
            ? await turns.TakeAsync(WorkAsync, SignUpCheck.Crowded, cancellationToken)
            : SignUpCheck.None;

        async Task<SignUpCheck> WorkAsync()
        {
            var found = await FindAsync(address, cancellationToken);
            var now = time.GetUtcNow();
            var isOfHandle = handleOf is null || handleOf == found?.UserUuid;
            var open = !isOfHandle || found?.LockoutEnd > now ? null : found;
            var isSame = IsPasswordOf(open?.PasswordHash ?? _nobodysHash, password);
            await (
                open is null
                    ? store.SpendWriteAsync(now, cancellationToken)
                    : CountAsync(open, isSame, cancellationToken)
            );
            return found is null ? SignUpCheck.None
                : isSame ? SignUpCheck.Same
                : SignUpCheck.Another;
        }
    }

    /// <returns>Null when too many wait already.</returns>
    public Task<string?> HashAsync(Password password, CancellationToken cancellationToken) =>
        turns.TakeAsync<string?>(
            () => Task.FromResult<string?>(hasher.HashPassword(null!, password.Value)),
            whenCrowded: null,
            cancellationToken
        );

    /// <summary>Keeps one in place of the one before. Not to be given up: the pool was asked.</summary>
    public Task KeepAsync(string address, Guid userUuid, string passwordHash) =>
        table.WriteAsync(
            new Write.Put(AwaitingSignUp.New(address, userUuid, passwordHash).ToItem(), Condition.None),
            CancellationToken.None
        );

    /// <summary>
    /// The pool has let somebody in, or has taken their code. What they typed themselves goes, whomever it made. What somebody
    /// else typed with their address stays: who did so is not to learn when they came.
    /// </summary>
    /// <param name="password">With which they were let in; null for a code.</param>
    public async Task ForgetAsync(string address, Guid userUuid, string? password)
    {
        if (
            cognito.Value.Username == CognitoUsername.Email
            && await FindAsync(address, CancellationToken.None) is { } found
            && (found.UserUuid == userUuid || await WasTypedAsync(found, password))
        )
        {
            var delete = new Write.Delete(AwaitingSignUp.KeyOf(address), found.IsStillThis);
            await table.WriteAsync(delete, CancellationToken.None);
        }
    }

    // When too many wait it stays until they sign in once more.
    private Task<bool> WasTypedAsync(AwaitingSignUp signUp, string? password) =>
        password is null
            ? Task.FromResult(false)
            : turns.TakeAsync(
                () => Task.FromResult(IsPasswordOf(signUp.PasswordHash, password)),
                whenCrowded: false,
                CancellationToken.None
            );

    private bool IsPasswordOf(string hash, string password) =>
        hasher.VerifyHashedPassword(null!, hash, password) != PasswordVerificationResult.Failed;

    private async Task<AwaitingSignUp?> FindAsync(string address, CancellationToken cancellationToken)
    {
        var found = await table.GetAsync(AwaitingSignUp.KeyOf(address), Consistency.Strong, cancellationToken);
        return found.Item is null ? null : AwaitingSignUp.FromItem(address, found.Item);
    }

    private async Task CountAsync(AwaitingSignUp read, bool isSame, CancellationToken cancellationToken)
    {
        for (var signUp = read; signUp is not null; signUp = await FindAsync(signUp.Address, cancellationToken))
        {
            var put = new Write.Put(Counted(signUp, isSame).ToItem(), signUp.IsUnchanged);
            if (await table.WriteAsync(put, cancellationToken) is WriteResult.Written)
            {
                return;
            }
        }
    }

    private AwaitingSignUp Counted(AwaitingSignUp signUp, bool isSame)
    {
        if (isSame)
        {
            return signUp.With(failedCount: 0, signUp.LockoutEnd);
        }
        var failed = signUp.FailedCount + 1;
        return failed < accounts.Value.LockoutThreshold
            ? signUp.With(failed, signUp.LockoutEnd)
            : signUp.With(failedCount: 0, time.GetUtcNow() + accounts.Value.LockoutDuration);
    }
}

/// <summary>How a password compares with what was typed at the last sign-up with an address.</summary>
internal enum SignUpCheck
{
    /// <summary>Nobody signed up with it here, or they came in since.</summary>
    None,

    Same,

    /// <summary>Or there were too many attempts, or it is not the sign-up of that handle.</summary>
    Another,

    /// <summary>Too many wait already; it was not compared.</summary>
    Crowded,
}
