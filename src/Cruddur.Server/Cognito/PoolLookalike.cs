using Cruddur.Storage;

namespace Cruddur.Server.Cognito;

/// <summary>
/// Somebody who signed up with an address that the pool had already: a handle that behaves as one that awaits its code. The
/// address's owner alone is let in by it, with their own password and as themselves.
/// </summary>
/// <remarks>Table: <c>pk = USER#{uuid}</c>, <c>sk = POOL_LOOKALIKE</c>; <c>username</c>.</remarks>
/// <param name="Username">The address. The pool is asked with it, as it would be for the handle of an account.</param>
internal sealed record PoolLookalike(Guid UserUuid, string Username)
{
    public static Key KeyOf(Guid userUuid) => new($"USER#{userUuid:D}", "POOL_LOOKALIKE");

    public Item ToItem() => new(KeyOf(UserUuid), [new("username", Username)]);

    public static PoolLookalike FromItem(Guid userUuid, Item item) => new(userUuid, item.Text("username"));

    // Without the address, which must not come into logs.
    public override string ToString() => $"lookalike {UserUuid}";
}
