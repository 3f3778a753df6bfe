using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Inbox;

/// <summary>Which server compares all inboxes with the log, and how far it is; or when that was last done.</summary>
/// <remarks>
/// Table: <c>pk = FEED#inbox</c>, <c>sk = SWEEP</c>; <c>fence, lease_until, begun_at, is_done</c>, and <c>position</c> and
/// <c>answers</c> where there is one.
/// </remarks>
/// <param name="Fence">Goes up with every taking: what a former holder writes afterwards is refused.</param>
/// <param name="Position">The place in the directory of people up to which it is done.</param>
/// <param name="Answers">The mark of <see cref="LostChanges"/> that was there when it began.</param>
internal sealed record SweepState(
    long Fence,
    DateTimeOffset LeaseUntil,
    DateTimeOffset BegunAt,
    bool IsDone,
    string? Position,
    long? Answers
)
{
    private const string FenceName = "fence";

    public static readonly Key Key = new("FEED#inbox", "SWEEP");

    /// <summary>Writes this, which follows a state; refused when somebody else has taken it since.</summary>
    /// <param name="before">Null for the first.</param>
    public Write Follow(SweepState? before) =>
        new Write.Put(ToItem(), before is null ? Condition.NotExists : Condition.EqualTo(FenceName, before.Fence));

    public static SweepState FromItem(Item item) =>
        new(
            item.Number(FenceName),
            item.Time("lease_until"),
            item.Time("begun_at"),
            item.Number("is_done") == 1,
            item.TextOrNull("position"),
            item.NumberOrNull("answers")
        );

    private Item ToItem()
    {
        List<KeyValuePair<string, AttributeValue>> attributes =
        [
            new(FenceName, Fence),
            new("lease_until", UnixTime.From(LeaseUntil)),
            new("begun_at", UnixTime.From(BegunAt)),
            new("is_done", IsDone ? 1 : 0),
        ];
        if (Position is not null)
        {
            attributes.Add(new("position", Position));
        }
        if (Answers is { } answers)
        {
            attributes.Add(new("answers", answers));
        }
        return new Item(Key, attributes);
    }
}
