using System.Collections.Concurrent;
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
    private readonly HashingTurns _turns = new();
    private readonly AccountStore _store;
    private readonly AccountCodes _codes;

    public AccountCodesTests()
    {
        _store = new AccountStore(_memory.Table, _memory.Directory);
        _codes = Node();
    }

    public void Dispose()
    {
        _turns.Dispose();
        _memory.Dispose();
    }

    [Fact]
    public async Task A_check_costs_the_same_writes_and_hashes_whoever_it_is_for()
    {
        using var accounts = _memory.Accounts(iterations: 1);
        var waiting = await _store.FindAsync((await MemoryAccounts.Register(accounts, "alice")).Uuid, None);
        var without = await _store.FindAsync((await MemoryAccounts.Register(accounts, "bob")).Uuid, None);
        await _codes.MakeAsync(waiting!.UserUuid, CodePurpose.Reset, None);

        foreach (var account in new[] { waiting, without, null })
        {
            var (writes, hashes) = (await CountWrites(), _hasher.Verified.Count);
            Assert.Null(await _codes.CheckAsync(account, CodePurpose.Reset, "not a code", _store, None));
            Assert.Equal(1, await CountWrites() - writes);
            Assert.Equal(1, _hasher.Verified.Count - hashes);
            // The same decoy once more would be no change.
            _memory.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Of_a_code_only_a_hash_is_kept()
    {
        using var accounts = _memory.Accounts(iterations: 1);
        var profile = await MemoryAccounts.Register(accounts, "alice");
        var code = (await _codes.MakeAsync(profile.Uuid, CodePurpose.Confirm, None))!.Text;

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

    [Fact]
    public async Task However_many_guess_at_once_on_two_nodes_five_are_looked_at()
    {
        using var accounts = _memory.Accounts(iterations: 1);
        var alice = await _store.FindAsync((await MemoryAccounts.Register(accounts, "alice")).Uuid, None);
        await _codes.MakeAsync(alice!.UserUuid, CodePurpose.Reset, None);
        var key = StoredCode.KeyOf(alice.UserUuid, CodePurpose.Reset);
        var hash = (await _memory.Table.GetAsync(key, Consistency.Strong, None)).Item!.Text("code_hash");
        AccountCodes[] nodes = [_codes, Node()];

        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    Task.Run(() => nodes[i % 2].CheckAsync(alice, CodePurpose.Reset, "not a code", _store, None))
                )
        );

        Assert.InRange(_hasher.Verified.Count(verified => verified == hash), 1, AccountCodes.MostAttempts);
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_one_gets_a_code_and_a_minute_later_another_does()
    {
        var alice = TestUuid.Next();
        AccountCodes[] nodes = [_codes, Node()];

        var made = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => Task.Run(() => nodes[i % 2].MakeAsync(alice, CodePurpose.Reset, None)))
        );
        Assert.Single(made, code => code is not null);

        _memory.Time.Advance(AccountCodes.Youth);
        var second = await _codes.MakeAsync(alice, CodePurpose.Reset, None);
        Assert.Null(await _codes.MakeAsync(alice, CodePurpose.Reset, None));
        Assert.True(await _codes.TakeBackAsync(second!, None));
        Assert.NotNull(await _codes.MakeAsync(alice, CodePurpose.Reset, None));
    }

    [Fact]
    public async Task A_code_that_was_guessed_at_or_replaced_is_not_taken_back()
    {
        using var accounts = _memory.Accounts(iterations: 1);
        var alice = await _store.FindAsync((await MemoryAccounts.Register(accounts, "alice")).Uuid, None);
        var first = await _codes.MakeAsync(alice!.UserUuid, CodePurpose.Reset, None);
        _memory.Time.Advance(AccountCodes.Youth);
        var second = await _codes.MakeAsync(alice.UserUuid, CodePurpose.Reset, None);

        Assert.False(await _codes.TakeBackAsync(first!, None));
        Assert.Null(await _codes.CheckAsync(alice, CodePurpose.Reset, "not a code", _store, None));
        Assert.False(await _codes.TakeBackAsync(second!, None));
        Assert.NotNull(await _codes.CheckAsync(alice, CodePurpose.Reset, second!.Text, _store, None));
    }

    private AccountCodes Node() => new(_memory.Table, _hasher, _turns, _memory.Time);

    private async Task<int> CountWrites() => (await _memory.Table.ReadAsync(null, 1_000, None)).Changes.Count;

    private sealed class CountingHasher : PasswordHasher<Account>
    {
        public ConcurrentQueue<string> Verified { get; } = [];

        public override PasswordVerificationResult VerifyHashedPassword(
            Account user,
            string hashedPassword,
            string providedPassword
        )
        {
            Verified.Enqueue(hashedPassword);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
