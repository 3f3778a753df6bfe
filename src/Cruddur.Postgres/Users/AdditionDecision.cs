using Cruddur.Storage;

namespace Cruddur.Postgres.Users;

/// <summary>
/// Whether a try to add somebody whose row is in Postgres came to its end: decided once, by whichever write of this item
/// comes first. It is written with the account in one transaction of the table, or by who takes back an addition that came
/// to no end.
/// </summary>
/// <remarks>
/// Table: <c>pk = USER#{uuid}</c>, <c>sk = ADDITION#{uuid of the try}</c>; <c>decision</c>: <c>added</c> or
/// <c>withdrawn</c>.
/// </remarks>
internal sealed record AdditionDecision(Guid UserUuid, Guid Attempt, bool IsAdded)
{
    private const string Added = "added";
    private const string Withdrawn = "withdrawn";

    public Write Write => new Write.Put(ToItem(), Condition.NotExists);

    public static Key KeyOf(Guid userUuid, Guid attempt) => new($"USER#{userUuid:D}", $"ADDITION#{attempt:D}");

    public static bool IsAddedBy(Item item) => item.Text("decision") == Added;

    public Item ToItem() => new(KeyOf(UserUuid, Attempt), [new("decision", IsAdded ? Added : Withdrawn)]);
}
