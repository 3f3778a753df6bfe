using Cruddur.Storage;

namespace Cruddur.Cli.Pricing;

/// <summary>What a day asked of the table, by what it was for.</summary>
internal sealed class DayUsage
{
    // DynamoDB adds so many bytes to each item that it stores
    // (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
    private const int StoredOverhead = 100;

    /// <summary>A group's head and two inbox rows in a transaction, once a group.</summary>
    public TableMeter OpeningGroups { get; } = new();

    public TableMeter Sending { get; } = new();

    /// <summary>The projector's updates.</summary>
    public TableMeter Inboxes { get; } = new();

    public TableMeter ReadingLists { get; } = new();

    public TableMeter ReadingConversations { get; } = new();

    public TableMeter MarkingRead { get; } = new();

    public long Messages { get; private set; }

    /// <summary>Bytes that the messages take in the table.</summary>
    public long StoredBytes { get; private set; }

    /// <summary>How often the projector applied what it had gathered: as a Lambda, its invocations.</summary>
    public long Batches { get; set; }

    public void Add(Item message)
    {
        Messages++;
        StoredBytes += message.Size + StoredOverhead;
    }

    public IReadOnlyList<(string Activity, TableUsage Usage)> ByActivity() =>
        [
            ("sending", Sending.Total),
            ("inboxes", Inboxes.Total),
            ("opening groups", OpeningGroups.Total),
            ("reading lists", ReadingLists.Total),
            ("reading conversations", ReadingConversations.Total),
            ("marking read", MarkingRead.Total),
        ];
}
