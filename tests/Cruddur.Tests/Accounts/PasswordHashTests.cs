using System.Buffers.Binary;
using Cruddur.Server.Accounts;
using Cruddur.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Accounts;

public sealed class PasswordHashTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly MemoryAccounts _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_password_is_hashed_as_the_options_say_and_again_when_they_change()
    {
        using var before = _store.Accounts(iterations: 1_000);
        var profile = await MemoryAccounts.Register(before, "alice");
        var hash = await HashOf(profile.Uuid);
        Assert.Equal(1_000u, IterationsOf(hash));
        var stamp = (await before.FindAsync(profile.Uuid, None))?.SecurityStamp;
        using var after = _store.Accounts(iterations: 2_000);

        var first = Assert.IsType<VerifyResult.Verified>(await after.VerifyAsync("alice", TestApp.Password, None));

        Assert.Equal(2_000u, IterationsOf(await HashOf(profile.Uuid)));
        // Sessions go on: the password is the same.
        Assert.Equal(stamp, first.SecurityStamp);
        Assert.Equal(stamp, (await before.FindAsync(profile.Uuid, None))?.SecurityStamp);
        Assert.IsType<VerifyResult.Verified>(await after.VerifyAsync("alice", TestApp.Password, None));
    }

    [Fact]
    public async Task Two_who_sign_in_at_once_while_the_password_is_hashed_again_both_succeed()
    {
        using var before = _store.Accounts(iterations: 1_000);
        await MemoryAccounts.Register(before, "alice");
        using var after = _store.Accounts(iterations: 2_000);
        using var elsewhere = _store.Accounts(iterations: 2_000);

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    Task.Run(() => (i % 2 == 0 ? after : elsewhere).VerifyAsync("alice", TestApp.Password, None))
                )
        );

        Assert.All(results, result => Assert.IsType<VerifyResult.Verified>(result));
    }

    [Fact]
    public async Task By_default_a_password_costs_210_000_iterations_of_pbkdf2_with_hmac_sha512()
    {
        using var accounts = _store.Accounts(new AccountsOptions().PasswordHashIterations);
        var profile = await MemoryAccounts.Register(accounts, "alice");

        var hash = Convert.FromBase64String(await HashOf(profile.Uuid));
        Assert.Equal(1, hash[0]); // Identity's version 3
        Assert.Equal(2u, BigEndian(hash.AsSpan(1))); // HMAC-SHA512
        Assert.Equal(210_000u, BigEndian(hash.AsSpan(5)));
    }

    [Fact]
    public async Task Many_people_can_share_a_hash_that_was_computed_once()
    {
        using var accounts = _store.Accounts(iterations: 1_000);
        var hash = accounts.HashPassword(MemoryAccounts.Parsed(TestApp.Password));
        foreach (var i in Enumerable.Range(0, 20))
        {
            var result = await accounts.RegisterWithHashAsync(MemoryAccounts.PersonOf($"person_{i}"), hash, None);
            Assert.IsType<RegisterResult.Registered>(result);
        }

        Assert.IsType<VerifyResult.Verified>(await accounts.VerifyAsync("person_7", TestApp.Password, None));
    }

    [Fact]
    public async Task A_password_may_be_no_Unicode()
    {
        using var accounts = _store.Accounts(iterations: 1_000);
        foreach (
            var (handle, text) in new[] { ("alice", "seven \uD83D of nine"), ("bob", "cafe\u0301 \uFFFE cafe\u0301") }
        )
        {
            var result = await accounts.RegisterAsync(
                MemoryAccounts.PersonOf(handle),
                MemoryAccounts.Parsed(text),
                None
            );
            Assert.IsType<RegisterResult.Registered>(result);

            Assert.IsType<VerifyResult.Verified>(await accounts.VerifyAsync(handle, text, None));
            Assert.IsType<VerifyResult.Refused>(await accounts.VerifyAsync(text, text, None));
        }
    }

    private async Task<string> HashOf(Guid uuid) =>
        (await _store.Table.GetAsync(Account.KeyOf(uuid), Consistency.Strong, None)).Item!.Text("password_hash");

    private static uint IterationsOf(string hash) => BigEndian(Convert.FromBase64String(hash).AsSpan(5));

    private static uint BigEndian(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
