using Cruddur.Storage;

namespace Cruddur.Server.Cognito;

/// <summary>
/// Whose account a name of the pool is, its user name or e-mail address, as of the last sign-in. The pool itself does not say
/// so of a login that is an address.
/// </summary>
/// <remarks>Table: <c>pk = POOL_NAME#{name in lower case}</c>, <c>sk = POOL_NAME</c>; <c>user_uuid</c>. The last writer wins.</remarks>
internal sealed record PoolName(string Name, Guid UserUuid)
{
    public static Key KeyOf(string name) => new($"POOL_NAME#{name.ToLowerInvariant()}", "POOL_NAME");

    public Item ToItem() => new(KeyOf(Name), [new("user_uuid", UserUuid.ToString("D"))]);

    public static Guid UserUuidOf(Item item) => item.Uuid("user_uuid");

    // Without the name, which may be an address and must not come into logs.
    public override string ToString() => $"name of {UserUuid} in the pool";
}

/// <summary>What the pool is to be asked with for a login.</summary>
/// <param name="Account">Whose login it is; null when that is not known here, as before a first sign-in.</param>
/// <param name="HandleOf">
/// Who has the handle that it is, also when that is a lookalike; empty when nobody has it, null when it is an address or a name.
/// </param>
internal sealed record PoolLogin(string Username, PoolAccount? Account, Guid? HandleOf)
{
    // Without the name, which may be an address and must not come into logs.
    public override string ToString() => $"login of {Account?.UserUuid.ToString() ?? "somebody"} in the pool";
}
