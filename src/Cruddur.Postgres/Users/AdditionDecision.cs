using Cruddur.Storage;

namespace Cruddur.Postgres.Users;

/// <summary>
/// Whether somebody whose row is in Postgres was added: decided once, by whichever write of this item comes first. It is
/// written with the account in one transaction of the table, or by who takes back an addition that came to no end.
/// </summary>
/// <remarks>Table: <c>pk = USER#{uuid}</c>, <c>sk = ADDITION</c>; <c>decision</c>: <c>added</c> or <c>withdrawn</c>.</remarks>
internal sealed record AdditionDecision(Guid UserUuid, bool IsAdded)
{
    private const string Added = "added";
    private const string Withdrawn = "withdrawn";

    public static Key KeyOf(Guid userUuid) => new($"USER#{userUuid:D}", "ADDITION");

    public Write Write => new Write.Put(ToItem(), Condition.NotExists);

    public Item ToItem() => new(KeyOf(UserUuid), [new("decision", IsAdded ? Added : Withdrawn)]);

    public static AdditionDecision FromItem(Guid userUuid, Item item) => new(userUuid, item.Text("decision") == Added);
}
