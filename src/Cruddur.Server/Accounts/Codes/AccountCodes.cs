using System.Globalization;
using System.Security.Cryptography;
using Cruddur.Storage;
using Microsoft.AspNetCore.Identity;

namespace Cruddur.Server.Accounts.Codes;

/// <summary>
/// Makes codes of six digits and checks them. A code is good once, for one account and purpose, until a newer one is made,
/// it ran out, or it was tried five times (OWASP ASVS 5, 6.4.1, 6.5.1 to 6.5.5).
/// </summary>
internal sealed class AccountCodes(ITable table, IPasswordHasher<Account> hasher, HashingTurns turns, TimeProvider time)
{
    /// <summary>How long somebody who signed up may take.</summary>
    public static readonly TimeSpan ConfirmLifetime = TimeSpan.FromHours(24);

    /// <summary>How long somebody who forgot the password may take.</summary>
    public static readonly TimeSpan ResetLifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long a code that can still be tried is not replaced, whoever asks for another.</summary>
    public static readonly TimeSpan Youth = TimeSpan.FromMinutes(1);

    public const int MostAttempts = 5;

    private const int Codes = 1_000_000;

    // No code: nobody knows it.
    private readonly string _nobodysHash = hasher.HashPassword(null!, Account.NewStamp());

    /// <summary>Makes a code, in place of the one before.</summary>
    /// <returns>Null when the one before is young: it stays, as it may be on its way to whoever waits for it.</returns>
    public async Task<NewCode?> MakeAsync(Guid userUuid, CodePurpose purpose, CancellationToken cancellationToken)
    {
        var lifetime = purpose == CodePurpose.Confirm ? ConfirmLifetime : ResetLifetime;
        var before = await ReadAsync(userUuid, purpose, cancellationToken);
        if (IsYoung(before))
        {
            return null;
        }
        var code = RandomNumberGenerator.GetInt32(Codes).ToString("D6", CultureInfo.InvariantCulture);
        // The hasher looks at the options and the password, never at the user.
        var hash = await turns.WaitAsync(() => hasher.HashPassword(null!, code), cancellationToken);
        while (!IsYoung(before))
        {
            var made = new StoredCode(
                userUuid,
                purpose,
                hash,
                Account.NewStamp(),
                Attempts: 0,
                time.GetUtcNow() + lifetime
            );
            var condition = before?.IsUnchanged ?? Condition.NotExists;
            var result = await table.WriteAsync(new Write.Put(made.ToItem(), condition), cancellationToken);
            if (result is WriteResult.Written)
            {
                return new NewCode(code, made);
            }
            before = await ReadAsync(userUuid, purpose, cancellationToken);
        }
        return null;

        bool IsYoung(StoredCode? stored) =>
            stored is not null && IsGood(stored) && time.GetUtcNow() - (stored.ExpiresAt - lifetime) < Youth;
    }

    /// <summary>Takes a code away that could not be sent, so that another can be asked for at once.</summary>
    /// <returns>False when it is not as it was made: it was guessed at meanwhile, which counts, or replaced.</returns>
    public async Task<bool> TakeBackAsync(NewCode code, CancellationToken cancellationToken)
    {
        var delete = new Write.Delete(code.Stored.Key, code.Stored.IsUnchanged);
        return await table.WriteAsync(delete, cancellationToken) is WriteResult.Written;
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
        var found = await ReadAsync(account?.UserUuid ?? Guid.Empty, purpose, cancellationToken);
        var stored = found is not null && IsGood(found) ? found : null;
        var tried = stored is null ? null : await TryOnceAsync(stored, cancellationToken);
        if (stored is null)
        {
            await store.SpendWriteAsync(time.GetUtcNow(), cancellationToken);
        }
        var result = hasher.VerifyHashedPassword(null!, tried?.Hash ?? _nobodysHash, TypedCode.Of(typed));
        return result == PasswordVerificationResult.Failed ? null : tried;
    }

    private async Task<StoredCode?> ReadAsync(Guid userUuid, CodePurpose purpose, CancellationToken cancellationToken)
    {
        var found = await table.GetAsync(StoredCode.KeyOf(userUuid, purpose), Consistency.Strong, cancellationToken);
        return found.Item is null ? null : StoredCode.FromItem(userUuid, purpose, found.Item);
    }

    private bool IsGood(StoredCode stored) => stored.Attempts < MostAttempts && stored.ExpiresAt > time.GetUtcNow();

    private async Task<StoredCode?> TryOnceAsync(StoredCode stored, CancellationToken cancellationToken)
    {
        var tried = stored with { Attempts = stored.Attempts + 1, Stamp = Account.NewStamp() };
        var result = await table.WriteAsync(new Write.Put(tried.ToItem(), stored.IsUnchanged), cancellationToken);
        return result is WriteResult.Written ? tried : null;
    }
}

/// <summary>A code on its way to whoever asked for it, and the only place where it is.</summary>
internal sealed record NewCode(string Text, StoredCode Stored)
{
    // Without the code, which must not come into logs.
    public override string ToString() => $"{Stored}";
}
