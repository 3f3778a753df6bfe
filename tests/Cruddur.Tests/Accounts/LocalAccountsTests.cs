using Cruddur.Runtime;
using Cruddur.Server.Accounts;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cruddur.Tests.Accounts;

public sealed class LocalAccountsTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly MemoryAccounts _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task However_many_guess_at_once_on_two_nodes_every_wrong_password_counts()
    {
        using var one = _store.Accounts(iterations: 1_000);
        using var other = _store.Accounts(iterations: 1_000);
        var profile = await MemoryAccounts.Register(one, "alice");

        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(i => Task.Run(() => (i % 2 == 0 ? one : other).VerifyAsync("alice", $"guess number {i}", None)))
        );

        var item = (await _store.Table.GetAsync(Account.KeyOf(profile.Uuid), Consistency.Strong, None)).Item!;
        Assert.Equal(4, item.Number("access_failed_count"));
        await one.VerifyAsync("alice", "one guess more", None);
        Assert.IsType<VerifyResult.Refused>(await other.VerifyAsync("alice", TestApp.Password, None));
    }

    [Fact]
    public async Task Nobody_signs_in_as_the_decoy()
    {
        using var accounts = _store.Accounts(iterations: 1_000);
        Assert.IsType<VerifyResult.Refused>(await accounts.VerifyAsync("nobody", TestApp.Password, None));

        Assert.IsType<VerifyResult.Refused>(await accounts.VerifyAsync("nobody", TestApp.Password, None));
        Assert.Null(await accounts.FindAsync(Guid.Empty, None));
    }

    [Fact]
    public async Task A_known_and_an_unknown_login_cost_the_table_the_same_writes()
    {
        using var accounts = _store.Accounts(iterations: 1_000);
        await MemoryAccounts.Register(accounts, "alice");
        var start = await CountChanges();
        await accounts.VerifyAsync("alice", "wrong password", None);
        var known = await CountChanges();
        await accounts.VerifyAsync("nobody", "wrong password", None);
        var unknown = await CountChanges();

        Assert.Equal(1, known - start);
        Assert.Equal(1, unknown - known);
    }

    [Fact]
    public async Task A_login_that_does_not_exist_or_is_locked_costs_a_hash_too()
    {
        using var setUp = _store.Accounts(iterations: 1_000);
        await MemoryAccounts.Register(setUp, "alice");
        var hasher = new CountingHasher();
        using var users = new AccountManager(
            new AccountStore(_store.Table, _store.Directory),
            Options.Create(new IdentityOptions { Lockout = { MaxFailedAccessAttempts = 1 } }),
            hasher,
            _store.Time,
            services: null!,
            NullLogger<UserManager<Account>>.Instance
        );
        using var turns = new HashingTurns();
        using var accounts = new LocalAccounts(
            _store.Table,
            _store.Directory,
            new UuidSource(_store.Time),
            _store.Time,
            users,
            turns,
            mails: null,
            NullLogger<LocalAccounts>.Instance
        );

        await accounts.VerifyAsync("alice", "a wrong password, which locks", None);
        Assert.Equal(1, hasher.Verified);
        await accounts.VerifyAsync("alice", TestApp.Password, None);
        Assert.Equal(2, hasher.Verified);
        await accounts.VerifyAsync("nobody", TestApp.Password, None);
        Assert.Equal(3, hasher.Verified);
    }

    [Fact]
    public async Task Of_several_changes_of_a_password_at_once_on_two_nodes_one_counts()
    {
        using var one = _store.Accounts(iterations: 1_000);
        using var other = _store.Accounts(iterations: 1_000);
        var profile = await MemoryAccounts.Register(one, "alice");

        // Four: a fifth that comes too late would lock the account.
        string[] passwords = [.. Enumerable.Range(0, 4).Select(i => $"new password {i}")];
        var results = await Task.WhenAll(
            passwords.Select(
                (text, i) =>
                    Task.Run(() =>
                        (i % 2 == 0 ? one : other).ChangePasswordAsync(
                            profile.Uuid,
                            TestApp.Password,
                            MemoryAccounts.Parsed(text),
                            None
                        )
                    )
            )
        );

        var changed = Assert.Single(results.OfType<ChangePasswordResult.Changed>());
        var winner = passwords[Array.IndexOf(results, changed)];
        var verified = Assert.IsType<VerifyResult.Verified>(await one.VerifyAsync("alice", winner, None));
        Assert.Equal(changed.SecurityStamp, verified.SecurityStamp);
    }

    private async Task<int> CountChanges() => (await _store.Table.ReadAsync(null, 1_000, None)).Changes.Count;

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
