using System.Globalization;
using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Server.Accounts.Codes;

/// <summary>
/// How many codes may still be mailed to an e-mail address: nobody is to be buried in mails that somebody else asks for, by
/// however many accounts. This also bounds how many codes can be guessed. Each purpose has its share, so that whoever signs
/// up again and again with an address keeps its owner from no new password.
/// </summary>
/// <remarks>
/// Table: <c>pk = EMAIL#{folded address}</c>, <c>sk = MAILS#{purpose}</c>; <c>day_began_at, day_count, hour_began_at, hour_count,
/// expires_at</c>.
/// </remarks>
internal sealed class MailAllowance(ITable table, TimeProvider time)
{
    public const int MostAnHour = 5;
    public const int MostADay = 15;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <returns>False when the address has had its share; nothing was counted then.</returns>
    public Task<bool> TakeAsync(EmailAddress email, CodePurpose purpose, CancellationToken cancellationToken) =>
        CountAsync(KeyOf(email, purpose), 1, cancellationToken);

    /// <summary>What was taken for a mail that did not go out.</summary>
    public Task GiveBackAsync(EmailAddress email, CodePurpose purpose, CancellationToken cancellationToken) =>
        CountAsync(KeyOf(email, purpose), -1, cancellationToken);

    public static Key KeyOf(EmailAddress email, CodePurpose purpose) =>
        new(EmailAlias.KeyOf(email).Partition, $"MAILS#{purpose.ToString().ToLowerInvariant()}");

    private async Task<bool> CountAsync(Key key, int mails, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = (await table.GetAsync(key, Consistency.Strong, cancellationToken)).Item;
            var now = time.GetUtcNow();
            var (hour, day) = (Span.Of(before, "hour", now, Hour), Span.Of(before, "day", now, Day));
            if (mails > 0 && (hour.Count >= MostAnHour || day.Count >= MostADay))
            {
                return false;
            }
            var after = new Item(
                key,
                [
                    .. hour.Plus(mails).Attributes("hour"),
                    .. day.Plus(mails).Attributes("day"),
                    new("stamp", Account.NewStamp()),
                    new(TableSchema.TimeToLive, (day.BeganAt + Day).ToUnixTimeSeconds()),
                ]
            );
            var condition = before is null ? Condition.NotExists : Condition.EqualTo("stamp", before.Text("stamp"));
            if (await table.WriteAsync(new Write.Put(after, condition), cancellationToken) is WriteResult.Written)
            {
                return true;
            }
        }
    }

    private sealed record Span(DateTimeOffset BeganAt, int Count)
    {
        public static Span Of(Item? item, string name, DateTimeOffset now, TimeSpan length)
        {
            var beganAt = item?.Time($"{name}_began_at");
            return beganAt is { } began && now - began < length
                ? new Span(began, Convert.ToInt32(item!.Number($"{name}_count"), CultureInfo.InvariantCulture))
                : new Span(now, 0);
        }

        // Not below none: the hour may have ended in between.
        public Span Plus(int mails) => this with { Count = Math.Max(0, Count + mails) };

        public IEnumerable<KeyValuePair<string, AttributeValue>> Attributes(string name) =>
            [new($"{name}_began_at", UnixTime.From(BeganAt)), new($"{name}_count", Count)];
    }
}
