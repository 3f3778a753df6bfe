using System.Globalization;
using Cruddur.Server.Accounts;
using Cruddur.Storage;

namespace Cruddur.Server.Cognito;

/// <summary>
/// The newest sign-up with an address that was not confirmed, as whoever made it sees it: the same whether the pool took it
/// or has the address already.
/// </summary>
/// <remarks>
/// Table: <c>pk = POOL_SIGN_UP#{address in lower case}</c>, <c>sk = POOL_SIGN_UP</c>; <c>user_uuid, password_hash, stamp,
/// failed_count</c>, once it was locked <c>lockout_end</c>.
/// </remarks>
/// <param name="UserUuid">Whom it made; empty when it is not known whether it made anybody.</param>
/// <param name="PasswordHash">Of what was typed; the password of whoever has the address is the pool's alone.</param>
/// <param name="Stamp">Another after every change, so that of two at once one is refused.</param>
internal sealed record AwaitingSignUp(
    string Address,
    Guid UserUuid,
    string PasswordHash,
    string Stamp,
    int FailedCount = 0,
    DateTimeOffset? LockoutEnd = null
)
{
    public Condition IsUnchanged => Condition.EqualTo("stamp", Stamp);

    /// <summary>Also after attempts that were counted; no two sign-ups have the same hash.</summary>
    public Condition IsStillThis => Condition.EqualTo("password_hash", PasswordHash);

    public static Key KeyOf(string address) => new($"POOL_SIGN_UP#{address.ToLowerInvariant()}", "POOL_SIGN_UP");

    public static AwaitingSignUp New(string address, Guid userUuid, string passwordHash) =>
        new(address, userUuid, passwordHash, Account.NewStamp());

    public AwaitingSignUp With(int failedCount, DateTimeOffset? lockoutEnd) =>
        this with
        {
            FailedCount = failedCount,
            LockoutEnd = lockoutEnd,
            Stamp = Account.NewStamp(),
        };

    public Item ToItem()
    {
        var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            ["user_uuid"] = UserUuid.ToString("D"),
            ["password_hash"] = PasswordHash,
            ["stamp"] = Stamp,
            ["failed_count"] = FailedCount,
        };
        if (LockoutEnd is { } end)
        {
            attributes["lockout_end"] = end.ToUnixTimeMilliseconds();
        }
        return new Item(KeyOf(Address), attributes);
    }

    public static AwaitingSignUp FromItem(string address, Item item) =>
        new(
            address,
            item.Uuid("user_uuid"),
            item.Text("password_hash"),
            item.Text("stamp"),
            Convert.ToInt32(item.Number("failed_count"), CultureInfo.InvariantCulture),
            item.NumberOrNull("lockout_end") is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null
        );

    // Without the address and the hash, which must not come into logs.
    public override string ToString() => $"sign-up of {UserUuid} in the pool";
}
