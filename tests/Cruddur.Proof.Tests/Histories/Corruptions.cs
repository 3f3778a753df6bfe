using Cruddur.Inbox;
using Cruddur.Messages;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Live;
using static Cruddur.Proof.Tests.Histories.SoundHistory;

namespace Cruddur.Proof.Tests.Histories;

/// <summary>What a wrong system might have done to <see cref="SoundHistory"/>, and the rule that each breaks.</summary>
internal static class Corruptions
{
    public static readonly Dictionary<string, (Rule Rule, Action<History> Corrupt)> All = new(StringComparer.Ordinal)
    {
        ["One node's log ends earlier"] = (Rule.EqualLogs, h => EveryLog(h, log => log, last: log => log[..^1])),
        ["One node reads another text"] = (
            Rule.EqualLogs,
            h => EveryLog(h, log => log, last: log => Changed(log, 3, Reworded))
        ),
        ["The log has a gap"] = (Rule.Contiguous, h => EveryLog(h, log => [.. log.Where(e => e.Seq != Unanswered)])),
        ["The log begins at two"] = (Rule.Contiguous, h => EveryLog(h, log => log[1..])),
        ["Two entries have one sequence"] = (
            Rule.Contiguous,
            h => EveryLog(h, log => Changed(log, 6, e => e with { Seq = 5 }))
        ),
        ["An acknowledged message is there twice"] = (Rule.Once, h => EveryLog(h, log => Again(log, 6))),
        ["A message without an answer is there twice"] = (Rule.Once, h => EveryLog(h, log => Again(log, Unanswered))),
        ["A message is there again after others"] = (Rule.Once, h => EveryLog(h, log => Again(log, 1))),
        ["An entry that nobody sent"] = (Rule.NothingInvented, h => h.Sends.RemoveAt(Unanswered - 1)),
        ["An entry has another text"] = (
            Rule.NothingInvented,
            h => EveryLog(h, log => Changed(log, Unanswered, Reworded))
        ),
        ["An entry has another sender"] = (
            Rule.NothingInvented,
            h => EveryLog(h, log => Changed(log, Unanswered, e => e with { SenderUuid = Bob }))
        ),
        ["The last acknowledged message is gone"] = (Rule.AcknowledgedStays, h => EveryLog(h, log => log[..^1])),
        ["Two acknowledged messages changed places"] = (Rule.AcknowledgedStays, h => EveryLog(h, Exchanged)),
        ["An acknowledgement of another text"] = (
            Rule.AcknowledgedStays,
            h => h.Sends[2].Answers[0] = Reworded(h.Sends[2].Answers[0])
        ),
        ["An acknowledgement without a sequence"] = (Rule.AcknowledgedStays, h => h.Sends[2].Answers.Clear()),
        ["An acknowledged message was overwritten"] = (
            Rule.AcknowledgedStays,
            h => EveryLog(h, log => Changed(log, 6, e => EntryOf(h.Sends[7], e.Seq, log[4].Counts)))
        ),
        ["Two answers name two sequences"] = (
            Rule.OneAnswer,
            h => h.Sends[2].Answers.Add(h.Sends[2].Answers[0] with { Seq = 4 })
        ),
        ["A refused message is there"] = (
            Rule.RefusedStaysOut,
            h => EveryLog(h, log => [.. log, EntryOf(h.Sends[6], 7, log[^1].Counts)])
        ),
        ["A refused message took the place of one"] = (
            Rule.RefusedStaysOut,
            h => EveryLog(h, log => Changed(log, Unanswered, e => EntryOf(h.Sends[6], e.Seq, log[3].Counts)))
        ),
        ["A message comes before one that was acknowledged earlier"] = (
            Rule.RealTimeOrder,
            h => h.Sends[0] = h.Sends[0] with { Invoked = 1000, Completed = 1001 }
        ),
        ["A message without an answer comes before one that was acknowledged earlier"] = (
            Rule.RealTimeOrder,
            h => h.Sends[Unanswered - 1] = h.Sends[Unanswered - 1] with { Invoked = 1000 }
        ),
        ["A count is wrong"] = (
            Rule.CountsAndTimes,
            h => EveryLog(h, log => Changed(log, 4, e => e with { Counts = new MessageCounts(9, 9) }))
        ),
        ["Time goes back"] = (
            Rule.CountsAndTimes,
            h => EveryLog(h, log => Changed(log, 4, e => e with { CreatedAt = DateTimeOffset.UnixEpoch }))
        ),
        ["A reader saw another text"] = (Rule.ReadsAgree, h => Read(h, 4, entries => Changed(entries, 2, Reworded))),
        ["A reader saw an entry that is not there"] = (
            Rule.ReadsAgree,
            h => Read(h, 5, entries => [.. entries, EntryOf(h.Sends[7], 7, entries[^1].Counts)])
        ),
        ["A reader missed an acknowledged message"] = (Rule.ReadsAreFresh, h => Read(h, 3, entries => entries[..^1])),
        ["A reader missed what another had seen"] = (Rule.ReadsAreFresh, h => Read(h, 5, entries => entries[..4])),
        ["A reader saw a gap"] = (Rule.ReadsAreFresh, h => Read(h, 4, entries => [entries[0], .. entries[2..]])),
        ["A row is ahead of its log"] = (Rule.RowsAgree, h => Shown(h, 5, row => row with { LastSeq = 7 })),
        ["A row shows another message"] = (Rule.RowsAgree, h => Shown(h, 3, row => row with { Preview = "message 2" })),
        ["A row counts wrongly"] = (
            Rule.RowsAgree,
            h => Shown(h, 3, row => row with { OthersCount = row.OthersCount + 1 })
        ),
        ["A row names another sender"] = (Rule.RowsAgree, h => Shown(h, 3, row => row with { LastUserUuid = Alice })),
        ["A row went back"] = (Rule.RowsGoForward, h => Shown(h, 5, _ => h.Rows[2].Row)),
        ["A read mark went back"] = (Rule.RowsGoForward, h => Shown(h, 5, row => Row(Bob, h.Groups[0].Log, 1))),
        ["A row is missing at rest"] = (Rule.InboxIsFold, h => Rows(h, rows => rows[1..])),
        ["A row is behind at rest"] = (Rule.InboxIsFold, h => Rows(h, rows => [rows[0], h.Rows[3].Row])),
        ["A row is there twice"] = (Rule.InboxIsFold, h => Rows(h, rows => [.. rows, rows[1]])),
        ["An acknowledged mark is lost"] = (
            Rule.MarksStay,
            h => Rows(h, rows => [rows[0], Row(Bob, h.Groups[0].Log, 1)])
        ),
        ["A read mark that nobody made"] = (
            Rule.MarksStay,
            h => Rows(h, rows => [Row(Alice, h.Groups[0].Log, 2), rows[1]])
        ),
        ["A mark was answered with less"] = (Rule.MarksStay, h => h.Marks[5] = h.Marks[5] with { ReadSeq = 2 }),
        ["Unread is one too many"] = (Rule.UnreadIsCounted, h => h.UnreadAtRest[Bob]++),
        ["Unread of a lost row"] = (Rule.UnreadIsCounted, h => h.UnreadAtRest[Alice] = 0),
        ["A live client missed a message"] = (Rule.LiveIsLog, h => Live(h, held => [held[0], .. held[2..]])),
        ["A live client missed the last message"] = (Rule.LiveIsLog, h => Live(h, held => held[..^1])),
        ["A live client holds a message twice"] = (Rule.LiveIsLog, h => Live(h, held => [.. held, held[^1]])),
        ["A live client holds two messages in another order"] = (
            Rule.LiveIsLog,
            h => Live(h, held => [held[1], held[0], .. held[2..]])
        ),
        ["A live client holds another text"] = (
            Rule.LiveIsLog,
            h => Live(h, held => [held[0] with { Text = "other words" }, .. held[1..]])
        ),
        ["A live client began too late"] = (
            Rule.LiveIsLog,
            h => h.Lives[0] = h.Lives[0] with { Start = 3, Messages = [.. h.Lives[0].Messages.Skip(1)] }
        ),
        ["A send made too many calls"] = (Rule.BoundedCalls, h => h.Sends[0].TableCalls = 41),
        ["Messages were too dear"] = (Rule.BoundedCost, h => h.WriteUnits = 25),
        ["Something failed without a fault"] = (Rule.NoFailure, h => h.Failures.Add("The log has a gap.")),
    };

    private static MessageEntry Reworded(MessageEntry entry) => entry with { Text = "other words" };

    private static List<MessageEntry> Changed(
        List<MessageEntry> log,
        int seq,
        Func<MessageEntry, MessageEntry> change
    ) => [.. log.Select(entry => entry.Seq == seq ? change(entry) : entry)];

    private static List<MessageEntry> Again(List<MessageEntry> log, int seq) =>
        [.. log, log[seq - 1] with { Seq = 7, CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(7) }];

    private static List<MessageEntry> Exchanged(List<MessageEntry> log) =>
        [log[1] with { Seq = 1 }, log[0] with { Seq = 2 }, .. log[2..]];

    private static void EveryLog(
        History history,
        Func<List<MessageEntry>, List<MessageEntry>> change,
        Func<List<MessageEntry>, List<MessageEntry>>? last = null
    )
    {
        var logs = history.Groups[0].Logs.Select((log, node) => (node == 2 ? last ?? change : change)([.. log]));
        history.Groups[0] = history.Groups[0] with { Logs = [.. logs] };
    }

    private static void Read(History history, int index, Func<List<MessageEntry>, List<MessageEntry>> change) =>
        history.Reads[index] = history.Reads[index] with { Entries = change([.. history.Reads[index].Entries]) };

    private static void Shown(History history, int index, Func<InboxRow, InboxRow> change) =>
        history.Rows[index] = history.Rows[index] with { Row = change(history.Rows[index].Row) };

    private static void Live(History history, Func<List<HeldMessage>, List<HeldMessage>> change) =>
        history.Lives[0] = history.Lives[0] with { Messages = change([.. history.Lives[0].Messages]) };

    private static void Rows(History history, Func<List<InboxRow>, List<InboxRow>> change) =>
        history.Groups[0] = history.Groups[0] with { Rows = change([.. history.Groups[0].Rows]) };
}
