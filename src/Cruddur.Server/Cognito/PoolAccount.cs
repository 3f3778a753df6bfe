using Cruddur.Server.Accounts;
using Cruddur.Storage;

namespace Cruddur.Server.Cognito;

/// <summary>How a person is known to the pool. The password, and whether the address is confirmed, are the pool's.</summary>
/// <remarks>
/// Table: <c>pk = USER#{uuid}</c>, <c>sk = POOL_ACCOUNT</c>; <c>username, email, security_stamp</c>.
/// </remarks>
/// <param name="Username">In the pool: what it asks for, and a secret is hashed with.</param>
/// <param name="Email">Empty when the pool has none.</param>
/// <param name="SecurityStamp">Changes with the password, as far as it was changed here.</param>
internal sealed record PoolAccount(Guid UserUuid, string Username, string Email, string SecurityStamp)
{
    public static PoolAccount New(Guid userUuid, string username, string email) =>
        new(userUuid, username, email, Account.NewStamp());

    public static Key KeyOf(Guid userUuid) => new($"USER#{userUuid:D}", "POOL_ACCOUNT");

    public PoolAccount WithNewStamp() => this with { SecurityStamp = Account.NewStamp() };

    public Item ToItem() =>
        new(KeyOf(UserUuid), [new("username", Username), new("email", Email), new("security_stamp", SecurityStamp)]);

    public static PoolAccount FromItem(Guid userUuid, Item item) =>
        new(userUuid, item.Text("username"), item.Text("email"), item.Text("security_stamp"));

    // Without the e-mail address and the name, which must not come into logs.
    public override string ToString() => $"account of {UserUuid} in the pool";
}
