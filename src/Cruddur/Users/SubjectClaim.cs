using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>Whom a subject of an identity provider is. That the item must not exist when it is written makes subjects unique.</summary>
/// <remarks>Table: <c>pk = SUBJECT#{issuer}|{sub}</c>, <c>sk = SUBJECT</c>; <c>user_uuid</c>.</remarks>
internal sealed record SubjectClaim(Subject Subject, Guid UserUuid)
{
    public static Key KeyOf(Subject subject) => new($"SUBJECT#{subject.Text}", "SUBJECT");

    public Item ToItem() => new(KeyOf(Subject), [new("user_uuid", UserUuid.ToString("D"))]);

    public static SubjectClaim FromItem(Subject subject, Item item) => new(subject, item.Uuid("user_uuid"));
}
