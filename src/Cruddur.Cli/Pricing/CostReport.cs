using Cruddur.Storage;

namespace Cruddur.Cli.Pricing;

/// <summary>A day's units, and what a million messages of such days cost, in dollars.</summary>
internal sealed record CostReport(
    ChatDay Day,
    long MessageGroups,
    IReadOnlyList<CostLine> Activities,
    CostLine Total,
    MessageCost Message,
    MessageCost OriginalMessage,
    StorageCost Storage,
    LambdaCost Lambda,
    CostOptions Prices
)
{
    /// <summary>
    /// The original's units a message between two people: a put, and for each member a delete and a put in the table and
    /// again in the index; and a query of the index (docs/decisions/0009-no-secondary-index.md).
    /// </summary>
    public static readonly Cost Original = new(ReadUnits: 0.5, WriteUnits: 1 + 2 * (2 + 2));

    public static CostReport Of(ChatDay day, DayUsage usage, CostOptions prices)
    {
        var activities = usage.ByActivity();
        return new CostReport(
            day,
            usage.OpeningGroups.Of(TableOperation.Transaction).Calls,
            [.. activities.Select(one => Line(one.Activity, one.Usage))],
            Line("in all", activities.Aggregate(default(TableUsage), (sum, one) => sum.Plus(one.Usage))),
            MessageCost.Of(PerMessage(usage.Sending.Total.Cost + usage.Inboxes.Total.Cost), prices),
            MessageCost.Of(Original, prices),
            new StorageCost(
                usage.StoredBytes,
                // A million messages' bytes as gigabytes.
                Math.Round((decimal)usage.StoredBytes / usage.Messages / 1000 * prices.StoragePrice, 4)
            ),
            new LambdaCost(
                usage.Batches,
                Math.Round((decimal)usage.Batches / usage.Messages * prices.LambdaInvocationPrice, 4)
            ),
            prices
        );

        Cost PerMessage(Cost cost) => new(cost.ReadUnits / usage.Messages, cost.WriteUnits / usage.Messages);

        CostLine Line(string name, TableUsage used) =>
            new(
                name,
                used.Calls,
                used.ReadUnits,
                used.WriteUnits,
                MessageCost.Of(PerMessage(used.Cost), prices).DollarsPerMillion
            );
    }
}

/// <summary>What one part of a day cost.</summary>
internal sealed record CostLine(
    string Name,
    long Calls,
    double ReadUnits,
    double WriteUnits,
    decimal DollarsPerMillionMessages
);

/// <summary>What a message costs, and a million of them.</summary>
internal sealed record MessageCost(double ReadUnits, double WriteUnits, decimal DollarsPerMillion)
{
    public static MessageCost Of(Cost cost, CostOptions prices) =>
        new(
            Math.Round(cost.ReadUnits, 4),
            Math.Round(cost.WriteUnits, 4),
            // Prices are for a million units.
            Math.Round(
                (decimal)cost.ReadUnits * prices.ReadUnitPrice + (decimal)cost.WriteUnits * prices.WriteUnitPrice,
                4
            )
        );
}

/// <summary>What the messages take in the table, which is paid for every month that they are kept.</summary>
internal sealed record StorageCost(long Bytes, decimal DollarsPerMillionMessagesAndMonth);

/// <summary>The projector as a Lambda instead of in the server: an invocation for each batch.</summary>
internal sealed record LambdaCost(long Invocations, decimal DollarsPerMillionMessages);
