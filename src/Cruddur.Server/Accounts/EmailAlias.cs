using Cruddur.Storage;

namespace Cruddur.Server.Accounts;

/// <summary>Who signs in with an e-mail address: the account that had it first.</summary>
/// <remarks>Table: <c>pk = EMAIL#{folded address}</c>, <c>sk = EMAIL</c>; <c>user_uuid</c>.</remarks>
internal sealed record EmailAlias(EmailAddress Email, Guid UserUuid)
{
    public static Key KeyOf(EmailAddress email) => new($"EMAIL#{email.Folded}", "EMAIL");

    public Item ToItem() => new(KeyOf(Email), [new("user_uuid", UserUuid.ToString("D"))]);

    public static EmailAlias FromItem(EmailAddress email, Item item) => new(email, item.Uuid("user_uuid"));
}
