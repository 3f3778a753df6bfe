namespace Cruddur.Proof.Histories;

/// <summary>What every history must keep.</summary>
internal enum Rule
{
    /// <summary>Nothing fails that no fault explains, and everything ends.</summary>
    NoFailure,

    /// <summary>Every node reads the same log.</summary>
    EqualLogs,

    /// <summary>I1: sequences are 1, 2, 3, … without a gap.</summary>
    Contiguous,

    /// <summary>I2: a sender's message_uuid is in a log at most once.</summary>
    Once,

    /// <summary>Every entry is what somebody sent, word for word.</summary>
    NothingInvented,

    /// <summary>I3: what was acknowledged is in the log at its sequence.</summary>
    AcknowledgedStays,

    /// <summary>I4: all answers for one message name one sequence.</summary>
    OneAnswer,

    /// <summary>What was refused is in no log.</summary>
    RefusedStaysOut,

    /// <summary>I7: what was sent after an acknowledgement comes behind it.</summary>
    RealTimeOrder,

    /// <summary>The cumulative counts are those of the log, and its times rise.</summary>
    CountsAndTimes,

    /// <summary>I5: what was read is what the log says in the end.</summary>
    ReadsAgree,

    /// <summary>A read has all that was acknowledged or seen before it began.</summary>
    ReadsAreFresh,

    /// <summary>An inbox row is the fold of its log up to its sequence: never ahead, never something else.</summary>
    RowsAgree,

    /// <summary>I8: an inbox row never goes back.</summary>
    RowsGoForward,

    /// <summary>I8: at rest each row is there, and is the fold of the whole log.</summary>
    InboxIsFold,

    /// <summary>Read marks are where the member put them, the furthest one.</summary>
    MarksStay,

    /// <summary>I9: unread is the number of others' messages behind the read mark.</summary>
    UnreadIsCounted,

    /// <summary>I10, I11: a live client holds the log behind where it began, each message once and in order.</summary>
    LiveIsLog,

    /// <summary>I12: a try makes a bounded number of calls.</summary>
    BoundedCalls,

    /// <summary>I13: a message costs no more than it may.</summary>
    BoundedCost,
}

internal sealed record Violation(Rule Rule, string What)
{
    public override string ToString() => $"{Rule}: {What}";
}
