using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>Whose a handle is. That the item must not exist when it is written makes handles unique.</summary>
/// <remarks>Table: <c>pk = HANDLE#{folded handle}</c>, <c>sk = HANDLE</c>; <c>user_uuid</c>. Never changes.</remarks>
internal sealed record HandleClaim(Handle Handle, Guid UserUuid)
{
    public static Key KeyOf(Handle handle) => new($"HANDLE#{handle.Folded}", "HANDLE");

    public Item ToItem() => new(KeyOf(Handle), [new("user_uuid", UserUuid.ToString("D"))]);

    public static HandleClaim FromItem(Handle handle, Item item) => new(handle, item.Uuid("user_uuid"));
}
