using System.Globalization;
using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Server.Accounts.Sessions;

/// <summary>A browser that is signed in, or a token that was given: as long as this is there, it is good.</summary>
/// <remarks>
/// Table: <c>pk = SESS#{user_uuid}</c>, <c>sk = {uuid}</c>; <c>kind, created_at, last_seen_at, expires_at, device,
/// address</c>, and <c>tokens</c> when an accounts' provider gave some. The uuid is no secret: a cookie or token that carries
/// it is sealed with the server's keys.
/// </remarks>
/// <param name="LastSeenAt">Behind by up to <see cref="SessionStore.SeenInterval"/>.</param>
/// <param name="Device">What the browser or program calls itself, in short.</param>
/// <param name="Address">The network it signed in from, without what names a machine; empty when it is not known.</param>
/// <param name="SealedTokens">See <see cref="TokenSeal"/>.</param>
internal sealed record StoredSession(
    Guid UserUuid,
    Guid Uuid,
    SessionKind Kind,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset ExpiresAt,
    string Device,
    string Address,
    string? SealedTokens
)
{
    public Key Key => KeyOf(UserUuid, Uuid);

    public static string PartitionOf(Guid userUuid) => $"SESS#{userUuid:D}";

    public static Key KeyOf(Guid userUuid, Guid uuid) => new(PartitionOf(userUuid), uuid.ToString("D"));

    public Item ToItem()
    {
        List<KeyValuePair<string, AttributeValue>> attributes =
        [
            new("kind", Kind.ToString().ToLowerInvariant()),
            new("created_at", UnixTime.From(CreatedAt)),
            new("device", Device),
            new("address", Address),
            .. Seen(),
        ];
        return new Item(Key, attributes);
    }

    /// <summary>What changes while it is used.</summary>
    public Write See() =>
        new Write.Update(Key, new Dictionary<string, AttributeValue>(Seen(), StringComparer.Ordinal), Condition.Exists);

    public static StoredSession FromItem(Guid userUuid, Item item) =>
        new(
            userUuid,
            Guid.ParseExact(item.Key.Sort, "D"),
            Enum.TryParse<SessionKind>(item.Text("kind"), ignoreCase: true, out var kind)
                ? kind
                : throw new ItemFormatException($"The item {item.Key} is of no kind of session that there is."),
            item.Time("created_at"),
            item.Time("last_seen_at"),
            DateTimeOffset.FromUnixTimeSeconds(item.Number(TableSchema.TimeToLive)),
            item.Text("device"),
            item.Text("address"),
            item.TextOrNull("tokens")
        );

    // Without the tokens and where it is, which must not come into logs.
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"session {Uuid} of {UserUuid}");

    private IEnumerable<KeyValuePair<string, AttributeValue>> Seen()
    {
        yield return new("last_seen_at", UnixTime.From(LastSeenAt));
        yield return new(TableSchema.TimeToLive, ExpiresAt.ToUnixTimeSeconds());
        if (SealedTokens is not null)
        {
            yield return new("tokens", SealedTokens);
        }
    }
}

internal enum SessionKind
{
    /// <summary>A browser with a cookie.</summary>
    Browser,

    /// <summary>A program with an access token.</summary>
    Token,
}
