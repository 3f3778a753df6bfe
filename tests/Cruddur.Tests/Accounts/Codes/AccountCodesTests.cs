using Cruddur.Server.Accounts;
using Cruddur.Server.Accounts.Codes;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Microsoft.AspNetCore.Identity;

namespace Cruddur.Tests.Accounts.Codes;

/// <summary>What checking a code costs and leaves behind.</summary>
public sealed class AccountCodesTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly MemoryAccounts _memory = new();
    private readonly CountingHasher _hasher = new();
    private readonly AccountStore _store;
    private readonly AccountCodes _codes;

    public AccountCodesTests()
    {
        _store = new AccountStore(_memory.Table, _memory.Directory);
        _codes = new AccountCodes(_memory.Table, _hasher, _memory.Time);
    }

    public void Dispose() => _memory.Dispose();

    [Fact]
    public async Task A_check_costs_the_same_writes_and_hashes_whoever_it_is_for()
    {
        using var accounts = _memory.Accounts(iterations: 1);
        var waiting = await _store.FindAsync((await MemoryAccounts.Register(accounts, "alice")).Uuid, None);
        var without = await _store.FindAsync((await MemoryAccounts.Register(accounts, "bob")).Uuid, None);
        await _codes.MakeAsync(waiting!.UserUuid, CodePurpose.Reset, None);

        foreach (var account in new[] { waiting, without, null })
        {
            var (writes, hashes) = (await CountWrites(), _hasher.Verified);
            Assert.Null(await _codes.CheckAsync(account, CodePurpose.Reset, "not a code", _store, None));
            Assert.Equal(1, await CountWrites() - writes);
            Assert.Equal(1, _hasher.Verified - hashes);
            // The same decoy once more would be no change.
            _memory.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Of_a_code_only_a_hash_is_kept()
    {
        using var accounts = _memory.Accounts(iterations: 1);
        var profile = await MemoryAccounts.Register(accounts, "alice");
        var code = await _codes.MakeAsync(profile.Uuid, CodePurpose.Confirm, None);

        Assert.Matches(@"^\d{6}$", code);
        var key = StoredCode.KeyOf(profile.Uuid, CodePurpose.Confirm);
        var item = (await _memory.Table.GetAsync(key, Consistency.Strong, None)).Item!;
        Assert.All(
            item.Attributes.Values.Where(value => value.IsText),
            value => Assert.DoesNotContain(code, value.Text, StringComparison.Ordinal)
        );
        var expires = _memory.Time.GetUtcNow() + AccountCodes.ConfirmLifetime;
        Assert.Equal(expires.ToUnixTimeSeconds(), item.Number(TableSchema.TimeToLive));
    }

    private async Task<int> CountWrites() => (await _memory.Table.ReadAsync(null, 1_000, None)).Changes.Count;

    private sealed class CountingHasher : PasswordHasher<Account>
    {
        public int Verified { get; private set; }

        public override PasswordVerificationResult VerifyHashedPassword(
            Account user,
            string hashedPassword,
            string providedPassword
        )
        {
            Verified++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
