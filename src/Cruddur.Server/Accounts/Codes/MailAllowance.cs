using System.Globalization;
using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Server.Accounts.Codes;

/// <summary>
/// How many mails an e-mail address may still get: nobody is to be buried in mails that somebody else asks for, by however
/// many accounts. This also bounds how many codes can be guessed.
/// </summary>
/// <remarks>
/// Table: <c>pk = EMAIL#{folded address}</c>, <c>sk = MAILS</c>; <c>day_began_at, day_count, hour_began_at, hour_count,
/// expires_at</c>.
/// </remarks>
internal sealed class MailAllowance(ITable table, TimeProvider time)
{
    public const int MostAnHour = 5;
    public const int MostADay = 15;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <returns>False when the address has had its share; nothing was counted then.</returns>
    public async Task<bool> TakeAsync(EmailAddress email, CancellationToken cancellationToken)
    {
        var key = KeyOf(email);
        while (true)
        {
            var before = (await table.GetAsync(key, Consistency.Strong, cancellationToken)).Item;
            var now = time.GetUtcNow();
            var (hour, day) = (Span.Of(before, "hour", now, Hour), Span.Of(before, "day", now, Day));
            if (hour.Count >= MostAnHour || day.Count >= MostADay)
            {
                return false;
            }
            var after = new Item(
                key,
                [
                    .. hour.Next().Attributes("hour"),
                    .. day.Next().Attributes("day"),
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

    public static Key KeyOf(EmailAddress email) => new(EmailAlias.KeyOf(email).Partition, "MAILS");

    private sealed record Span(DateTimeOffset BeganAt, int Count)
    {
        public static Span Of(Item? item, string name, DateTimeOffset now, TimeSpan length)
        {
            var beganAt = item?.Time($"{name}_began_at");
            return beganAt is { } began && now - began < length
                ? new Span(began, Convert.ToInt32(item!.Number($"{name}_count"), CultureInfo.InvariantCulture))
                : new Span(now, 0);
        }

        public Span Next() => this with { Count = Count + 1 };

        public IEnumerable<KeyValuePair<string, AttributeValue>> Attributes(string name) =>
            [new($"{name}_began_at", UnixTime.From(BeganAt)), new($"{name}_count", Count)];
    }
}
