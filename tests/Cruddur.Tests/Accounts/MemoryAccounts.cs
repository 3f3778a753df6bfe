using Cruddur.Runtime;
using Cruddur.Server.Accounts;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cruddur.Tests.Accounts;

/// <summary>Accounts without a server, in a table in memory; each <see cref="Accounts"/> is a node of its own.</summary>
internal sealed class MemoryAccounts : IDisposable
{
    public MemoryAccounts() => Directory = new TableUserDirectory(Table, Time);

    public MemoryTable Table { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public TableUserDirectory Directory { get; }

    public void Dispose() => Directory.Dispose();

    public LocalAccounts Accounts(int iterations) =>
        new(
            Table,
            Directory,
            new UuidSource(Time),
            Time,
            Options.Create(new AccountsOptions { PasswordHashIterations = iterations }),
            NullLogger<LocalAccounts>.Instance
        );

    public static async Task<UserProfile> Register(LocalAccounts accounts, string handle)
    {
        var result = await accounts.RegisterAsync(PersonOf(handle), Parsed(TestApp.Password), CancellationToken.None);
        return Assert.IsType<RegisterResult.Registered>(result).Profile;
    }

    public static Password Parsed(string text)
    {
        Assert.True(Password.TryParse(text, out var password, out _));
        return password;
    }

    public static NewPerson PersonOf(string handle)
    {
        Assert.True(EmailAddress.TryParse($"{handle}@example.test", out var email, out _));
        return new NewPerson(Handle.Parse(handle), DisplayName.Parse(handle), email);
    }
}
