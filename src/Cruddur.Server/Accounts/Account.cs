using System.Globalization;
using System.Security.Cryptography;
using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Server.Accounts;

/// <summary>How a person signs in: the user of ASP.NET Core Identity, which changes it before it is stored again.</summary>
/// <remarks>
/// Table: <c>pk = USER#{uuid}</c>, <c>sk = ACCOUNT</c>; <c>email, password_hash, security_stamp, concurrency_stamp,
/// access_failed_count</c>, once it was locked <c>lockout_end</c>, until it is confirmed <c>awaits_confirmation</c> (1), and once
/// somebody has proven to have the address <c>email_confirmed_at</c>.
/// </remarks>
internal sealed class Account
{
    /// <summary>An item that nobody signs in with: see <see cref="AccountStore.SpendWriteAsync"/>.</summary>
    public static Key DecoyKey => KeyOf(Guid.Empty);

    public required Guid UserUuid { get; init; }

    public required string Email { get; init; }

    public required string PasswordHash { get; set; }

    /// <summary>Changes with the password; a session or token with another one is over.</summary>
    public required string SecurityStamp { get; set; }

    /// <summary>Another after every change, so that of two changes at once one is refused.</summary>
    public required string ConcurrencyStamp { get; set; }

    public int AccessFailedCount { get; set; }

    public DateTimeOffset? LockoutEnd { get; set; }

    /// <summary>Whoever signed up has not typed the code yet that was sent.</summary>
    public bool AwaitsConfirmation { get; set; }

    /// <summary>When somebody with a code proved to have the address; null when nobody did.</summary>
    public DateTimeOffset? EmailConfirmedAt { get; set; }

    public Condition IsUnchanged => Condition.EqualTo("concurrency_stamp", ConcurrencyStamp);

    public static Account New(Guid userUuid, string email, string passwordHash) =>
        new()
        {
            UserUuid = userUuid,
            Email = email,
            PasswordHash = passwordHash,
            SecurityStamp = NewStamp(),
            ConcurrencyStamp = NewStamp(),
        };

    public static Key KeyOf(Guid userUuid) => new($"USER#{userUuid:D}", "ACCOUNT");

    /// <summary>128 random bits.</summary>
    public static string NewStamp() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    public Item ToItem()
    {
        var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            ["email"] = Email,
            ["password_hash"] = PasswordHash,
            ["security_stamp"] = SecurityStamp,
            ["concurrency_stamp"] = ConcurrencyStamp,
            ["access_failed_count"] = AccessFailedCount,
        };
        if (LockoutEnd is { } end)
        {
            attributes["lockout_end"] = end.ToUnixTimeMilliseconds();
        }
        if (AwaitsConfirmation)
        {
            attributes["awaits_confirmation"] = 1;
        }
        if (EmailConfirmedAt is { } confirmedAt)
        {
            attributes["email_confirmed_at"] = UnixTime.From(confirmedAt);
        }
        return new Item(KeyOf(UserUuid), attributes);
    }

    public static Account FromItem(Guid userUuid, Item item) =>
        new()
        {
            UserUuid = userUuid,
            Email = item.Text("email"),
            PasswordHash = item.Text("password_hash"),
            SecurityStamp = item.Text("security_stamp"),
            ConcurrencyStamp = item.Text("concurrency_stamp"),
            AccessFailedCount = Convert.ToInt32(item.Number("access_failed_count"), CultureInfo.InvariantCulture),
            LockoutEnd = item.NumberOrNull("lockout_end") is { } end
                ? DateTimeOffset.FromUnixTimeMilliseconds(end)
                : null,
            AwaitsConfirmation = item.NumberOrNull("awaits_confirmation") == 1,
            EmailConfirmedAt = item.NumberOrNull("email_confirmed_at") is null ? null : item.Time("email_confirmed_at"),
        };

    // Without the e-mail address and the hash, which must not come into logs.
    public override string ToString() => $"account of {UserUuid}";
}
