using Cruddur.Storage;

namespace Cruddur.Server.Accounts;

/// <summary>Who signs in with an e-mail address: the account that had it first, or that has proven first to have it.</summary>
/// <remarks>Table: <c>pk = EMAIL#{folded address}</c>, <c>sk = EMAIL</c>; <c>user_uuid</c>.</remarks>
internal sealed record EmailAlias(EmailAddress Email, Guid UserUuid)
{
    /// <summary>That it is still this account which signs in with the address.</summary>
    public static Condition IsOf(Guid userUuid) => Condition.EqualTo("user_uuid", userUuid.ToString("D"));

    public static Key KeyOf(EmailAddress email) => new($"EMAIL#{email.Folded}", "EMAIL");

    public Item ToItem() => new(KeyOf(Email), [new("user_uuid", UserUuid.ToString("D"))]);

    public static EmailAlias FromItem(EmailAddress email, Item item) => new(email, item.Uuid("user_uuid"));
}
