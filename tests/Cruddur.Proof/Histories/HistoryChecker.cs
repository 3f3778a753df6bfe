using Cruddur.Messages;

namespace Cruddur.Proof.Histories;

/// <summary>Judges a history: every rule that it breaks, the log's before those of what is derived from it.</summary>
internal static class HistoryChecker
{
    public const int MaxTableCalls = 40;

    public static IReadOnlyList<Violation> Check(History history)
    {
        var violations = new List<Violation>();
        violations.AddRange(history.Failures.Select(failure => new Violation(Rule.NoFailure, failure)));
        foreach (var group in history.Groups)
        {
            var sends = history.Sends.Where(send => send.Group == group.Group.Uuid).ToList();
            violations.AddRange(LogRules.Check(group, sends));
            violations.AddRange(ReadRules.Check(group, sends, history.Reads));
            violations.AddRange(InboxRules.Check(group, history.Rows, history.Marks));
            violations.AddRange(LiveRules.Check(group, history.Lives));
        }
        foreach (var (user, unread) in history.UnreadAtRest)
        {
            var counted = history.Groups.Sum(group => InboxRules.Unread(group, user, history.Marks));
            if (unread != counted)
            {
                violations.Add(new(Rule.UnreadIsCounted, $"{user} has {counted} unread in all, not {unread}"));
            }
        }
        violations.AddRange(
            history
                .Sends.Where(send => send.TableCalls > MaxTableCalls)
                .Select(send => new Violation(
                    Rule.BoundedCalls,
                    $"{send.TableCalls} calls to send '{Short(send.Text)}'"
                ))
        );
        var messages = history.Groups.Sum(group => group.Log.Count);
        if (history.WriteUnits > history.WriteUnitsAMessage * messages)
        {
            violations.Add(new(Rule.BoundedCost, $"{history.WriteUnits} write units for {messages} messages"));
        }
        return violations;
    }

    public static string Short(string text) => text.Length <= 24 ? text : text[..24];

    public static bool IsOf(this MessageEntry entry, RecordedSend send) =>
        entry.SenderUuid == send.Sender
        && entry.MessageUuid == send.MessageUuid
        && string.Equals(entry.Text, send.Text, StringComparison.Ordinal);
}
