using System.Globalization;
using System.Security.Cryptography;
using Cruddur.Storage;
using Microsoft.AspNetCore.Identity;

namespace Cruddur.Server.Accounts.Codes;

/// <summary>
/// Makes codes of six digits and checks them. A code is good once, for one account and purpose, until a newer one is made,
/// it ran out, or it was tried five times (OWASP ASVS 5, 6.4.1, 6.5.1 to 6.5.5).
/// </summary>
internal sealed class AccountCodes(ITable table, IPasswordHasher<Account> hasher, TimeProvider time)
{
    /// <summary>How long somebody who signed up may take.</summary>
    public static readonly TimeSpan ConfirmLifetime = TimeSpan.FromHours(24);

    /// <summary>How long somebody who forgot the password may take.</summary>
    public static readonly TimeSpan ResetLifetime = TimeSpan.FromMinutes(10);

    public const int MostAttempts = 5;

    private const int Codes = 1_000_000;

    // No code: nobody knows it.
    private readonly string _nobodysHash = hasher.HashPassword(null!, Account.NewStamp());

    /// <summary>Makes a code, in place of the one before.</summary>
    public async Task<string> MakeAsync(Guid userUuid, CodePurpose purpose, CancellationToken cancellationToken)
    {
        var code = RandomNumberGenerator.GetInt32(Codes).ToString("D6", CultureInfo.InvariantCulture);
        var lifetime = purpose == CodePurpose.Confirm ? ConfirmLifetime : ResetLifetime;
        var stored = new StoredCode(
            userUuid,
            purpose,
            // The hasher looks at the options and the password, never at the user.
            hasher.HashPassword(null!, code),
            Account.NewStamp(),
            Attempts: 0,
            time.GetUtcNow() + lifetime
        );
        await table.WriteAsync(new Write.Put(stored.ToItem(), Condition.None), cancellationToken);
        return code;
    }

    /// <summary>
    /// Checks a code and counts that. The same reads, one write and one hash in every case, with no account too. The attempt
    /// is counted before the code is looked at: however many come at once, five are looked at.
    /// </summary>
    /// <returns>The code, still to be taken away with what it is good for; null when it is not the one.</returns>
    public async Task<StoredCode?> CheckAsync(
        Account? account,
        CodePurpose purpose,
        string typed,
        AccountStore store,
        CancellationToken cancellationToken
    )
    {
        var stored = await FindAsync(account?.UserUuid ?? Guid.Empty, purpose, cancellationToken);
        var tried = stored is null ? null : await TryOnceAsync(stored, cancellationToken);
        if (stored is null)
        {
            await store.SpendWriteAsync(time.GetUtcNow(), cancellationToken);
        }
        var code = string.Concat(typed.Where(character => !char.IsWhiteSpace(character)));
        var result = hasher.VerifyHashedPassword(null!, tried?.Hash ?? _nobodysHash, code);
        return result == PasswordVerificationResult.Failed ? null : tried;
    }

    private async Task<StoredCode?> FindAsync(Guid userUuid, CodePurpose purpose, CancellationToken cancellationToken)
    {
        var key = StoredCode.KeyOf(userUuid, purpose);
        var found = await table.GetAsync(key, Consistency.Strong, cancellationToken);
        var stored = found.Item is null ? null : StoredCode.FromItem(userUuid, purpose, found.Item);
        return stored is not null && stored.Attempts < MostAttempts && stored.ExpiresAt > time.GetUtcNow()
            ? stored
            : null;
    }

    private async Task<StoredCode?> TryOnceAsync(StoredCode stored, CancellationToken cancellationToken)
    {
        var tried = stored with { Attempts = stored.Attempts + 1, Stamp = Account.NewStamp() };
        var result = await table.WriteAsync(new Write.Put(tried.ToItem(), stored.IsUnchanged), cancellationToken);
        return result is WriteResult.Written ? tried : null;
    }
}
