using Cruddur.Messages;

namespace Cruddur.Proof.Histories;

/// <summary>The log against what was sent and answered.</summary>
internal static class LogRules
{
    public static IEnumerable<Violation> Check(GroupAtRest group, IReadOnlyList<RecordedSend> sends) =>
        Shape(group).Concat(Sends(group.Log, sends)).Concat(Order(group.Log, sends));

    private static IEnumerable<Violation> Shape(GroupAtRest group)
    {
        var log = group.Log;
        if (group.Logs.Any(other => !other.SequenceEqual(log)))
        {
            yield return new(Rule.EqualLogs, $"nodes read different logs of {group.Group.Uuid}");
        }
        if (log.Where((entry, index) => entry.Seq != index + 1).Any())
        {
            yield return new(Rule.Contiguous, $"sequences are {string.Join(' ', log.Select(entry => entry.Seq))}");
        }
        foreach (
            var twice in log.GroupBy(entry => (entry.SenderUuid, entry.MessageUuid)).Where(same => same.Skip(1).Any())
        )
        {
            var places = string.Join(" and ", twice.Select(entry => entry.Seq));
            yield return new(Rule.Once, $"'{HistoryChecker.Short(twice.First().Text)}' is at {places}");
        }
        var counts = default(MessageCounts);
        var last = DateTimeOffset.MinValue;
        foreach (var entry in log)
        {
            counts = counts.PlusOneBy(group.Group.OrdinalOf(entry.SenderUuid));
            if (entry.Counts != counts || entry.CreatedAt <= last)
            {
                yield return new(Rule.CountsAndTimes, $"{entry.Seq} has {entry.Counts} at {entry.CreatedAt:O}");
                break;
            }
            last = entry.CreatedAt;
        }
    }

    private static IEnumerable<Violation> Sends(IReadOnlyList<MessageEntry> log, IReadOnlyList<RecordedSend> sends)
    {
        foreach (var entry in log.Where(entry => !sends.Any(entry.IsOf)))
        {
            yield return new(Rule.NothingInvented, $"nobody sent what is at {entry.Seq}");
        }
        foreach (var send in sends)
        {
            var text = HistoryChecker.Short(send.Text);
            foreach (var answer in send.Answers.Where(answer => !answer.IsOf(send) || !log.Contains(answer)))
            {
                yield return new(Rule.AcknowledgedStays, $"'{text}' was acknowledged at {answer.Seq} and is not there");
            }
            if (send.Outcome == SendOutcome.Acknowledged && send.Answers.Count == 0)
            {
                yield return new(Rule.AcknowledgedStays, $"'{text}' was acknowledged at no sequence");
            }
            if (send.Answers.Select(answer => answer.Seq).Distinct().Skip(1).Any())
            {
                var seqs = string.Join(", ", send.Answers.Select(answer => answer.Seq));
                yield return new(Rule.OneAnswer, $"'{text}' was acknowledged at {seqs}");
            }
            if (send.Outcome == SendOutcome.Refused && log.FirstOrDefault(entry => entry.IsOf(send)) is { } refused)
            {
                yield return new(Rule.RefusedStaysOut, $"'{text}' was refused and is at {refused.Seq}");
            }
        }
    }

    private static IEnumerable<Violation> Order(IReadOnlyList<MessageEntry> log, IReadOnlyList<RecordedSend> sends)
    {
        var placed = sends
            .Select(send => (Send: send, Seq: log.FirstOrDefault(entry => entry.IsOf(send))?.Seq))
            .Where(pair => pair.Seq is not null)
            .OrderBy(pair => pair.Send.Invoked)
            .ToList();
        foreach (var (later, seq) in placed)
        {
            var earlier = placed.FirstOrDefault(pair => pair.Send.Completed < later.Invoked && pair.Seq > seq);
            if (earlier.Send is not null)
            {
                yield return new(
                    Rule.RealTimeOrder,
                    $"'{HistoryChecker.Short(later.Text)}' at {seq} was sent after {earlier.Seq} was acknowledged"
                );
            }
        }
    }
}
