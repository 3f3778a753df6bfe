using System.Globalization;
using Cruddur.Storage;

namespace Cruddur.Server.Accounts.Codes;

/// <summary>What a code lets its owner do.</summary>
internal enum CodePurpose
{
    /// <summary>Use the account for the first time.</summary>
    Confirm,

    /// <summary>Set another password.</summary>
    Reset,
}

/// <summary>The code that was sent last to an account for a purpose; the code itself is kept nowhere.</summary>
/// <remarks>
/// Table: <c>pk = USER#{uuid}</c>, <c>sk = CODE#{purpose}</c>; <c>code_hash, stamp, attempts, expires_at</c>.
/// </remarks>
/// <param name="Hash">As a password's.</param>
/// <param name="Stamp">Another after every attempt and with every code, so that of two at once one is refused.</param>
/// <param name="Attempts">How often a code was tried, this time included once it is.</param>
internal sealed record StoredCode(
    Guid UserUuid,
    CodePurpose Purpose,
    string Hash,
    string Stamp,
    int Attempts,
    DateTimeOffset ExpiresAt
)
{
    public Key Key => KeyOf(UserUuid, Purpose);

    public Condition IsUnchanged => Condition.EqualTo("stamp", Stamp);

    public static Key KeyOf(Guid userUuid, CodePurpose purpose) =>
        new($"USER#{userUuid:D}", $"CODE#{purpose.ToString().ToLowerInvariant()}");

    public Item ToItem() =>
        new(
            Key,
            [
                new("code_hash", Hash),
                new("stamp", Stamp),
                new("attempts", Attempts),
                new(TableSchema.TimeToLive, ExpiresAt.ToUnixTimeSeconds()),
            ]
        );

    public static StoredCode FromItem(Guid userUuid, CodePurpose purpose, Item item) =>
        new(
            userUuid,
            purpose,
            item.Text("code_hash"),
            item.Text("stamp"),
            Convert.ToInt32(item.Number("attempts"), CultureInfo.InvariantCulture),
            DateTimeOffset.FromUnixTimeSeconds(item.Number(TableSchema.TimeToLive))
        );

    // Without the hash, which must not come into logs.
    public override string ToString() => $"code of {UserUuid} to {Purpose}";
}
