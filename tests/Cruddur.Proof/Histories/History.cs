using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Proof.Live;

namespace Cruddur.Proof.Histories;

/// <summary>
/// What clients did and were answered, each with the moments of its begin and its end, and what everybody finds at rest.
/// Moments are the order of events, not times. What was never answered stays open for ever.
/// </summary>
internal sealed class History
{
    /// <summary>The end of what was never answered.</summary>
    public const long Never = long.MaxValue;

    private long _moment;

    public List<RecordedSend> Sends { get; } = [];

    public List<RecordedRead> Reads { get; } = [];

    public List<RecordedRow> Rows { get; } = [];

    public List<RecordedMark> Marks { get; } = [];

    public List<LiveAtRest> Lives { get; } = [];

    public List<GroupAtRest> Groups { get; } = [];

    /// <summary>All unread messages of a user at rest, as the inbox says.</summary>
    public Dictionary<Guid, long> UnreadAtRest { get; } = [];

    /// <summary>Failures that no fault explains: exceptions that are bugs, work without an end.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Write units of everything, but for what long texts need by themselves.</summary>
    public double WriteUnits { get; set; }

    /// <summary>What a message may cost on average; null where faults make it dearer.</summary>
    public double? WriteUnitsAMessage { get; set; }

    public long NextMoment() => ++_moment;
}

internal enum SendOutcome
{
    /// <summary>Nobody knows: it may be in the log once, or not.</summary>
    Unknown,

    Acknowledged,

    /// <summary>It is in no log, and never will be.</summary>
    Refused,
}

/// <summary>A message that a client wants to be in a log, over all tries.</summary>
internal sealed record RecordedSend(Guid Group, Guid Sender, Guid MessageUuid, string Text, long Invoked)
{
    public long Completed { get; set; } = History.Never;

    public SendOutcome Outcome { get; set; }

    /// <summary>Every entry that any node answered with, to whoever still listened.</summary>
    public List<MessageEntry> Answers { get; init; } = [];

    /// <summary>The most calls of the table that one try made.</summary>
    public int TableCalls { get; set; }
}

/// <summary>A strongly consistent read of the entries behind a sequence.</summary>
internal sealed record RecordedRead(
    Guid Group,
    long After,
    int Limit,
    IReadOnlyList<MessageEntry> Entries,
    long Invoked,
    long Completed
);

/// <summary>An inbox row that somebody was shown.</summary>
/// <param name="IsStrong">It had to be the newest.</param>
internal sealed record RecordedRow(InboxRow Row, bool IsStrong, long Invoked, long Completed);

/// <summary>A member marked a group read.</summary>
/// <param name="ReadSeq">How far they have read, as they were answered; null when they were not.</param>
internal sealed record RecordedMark(Guid Group, Guid User, long Seq, long? ReadSeq, long Invoked, long Completed);

/// <summary>A group when nothing is on its way any more.</summary>
/// <param name="Logs">Its log as each node reads it.</param>
/// <param name="Rows">The inbox rows of its members that exist.</param>
internal sealed record GroupAtRest(
    MessageGroup Group,
    IReadOnlyList<IReadOnlyList<MessageEntry>> Logs,
    IReadOnlyList<InboxRow> Rows
)
{
    public IReadOnlyList<MessageEntry> Log => Logs[0];
}

/// <summary>What a live client holds of a group when nothing is on its way any more.</summary>
/// <param name="Start">It wanted what is behind this sequence.</param>
/// <param name="LatestStart">How long the log was at its first heartbeat: no later may it begin.</param>
internal sealed record LiveAtRest(
    string Client,
    Guid Group,
    long Start,
    long LatestStart,
    IReadOnlyList<HeldMessage> Messages
);
