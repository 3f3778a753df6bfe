using Cruddur.Inbox;
using Cruddur.Messages;

namespace Cruddur.Proof.Histories;

/// <summary>Inbox rows, read marks and unread counts against the log that they are derived from.</summary>
internal static class InboxRules
{
    public static IEnumerable<Violation> Check(
        GroupAtRest group,
        IReadOnlyList<RecordedRow> allRows,
        IReadOnlyList<RecordedMark> allMarks
    )
    {
        var marks = allMarks.Where(mark => mark.Group == group.Group.Uuid).ToList();
        foreach (var member in group.Group.Members)
        {
            var shown = allRows
                .Where(row => row.Row.MessageGroupUuid == group.Group.Uuid && row.Row.UserUuid == member)
                .ToList();
            var violations = WhileItGrew(group, shown)
                .Concat(AtRest(group, member, marks.Where(mark => mark.User == member).ToList()));
            foreach (var violation in violations)
            {
                yield return violation;
            }
        }
    }

    /// <summary>The oracle: others' messages behind the furthest mark that the row has.</summary>
    public static long Unread(GroupAtRest group, Guid user, IReadOnlyList<RecordedMark> marks)
    {
        if (!group.Group.HasMember(user))
        {
            return 0;
        }
        // Where a mark's answer was lost, only the row knows whether it took effect; that it may is checked apart.
        var readSeq =
            group.Rows.FirstOrDefault(row => row.UserUuid == user)?.ReadSeq ?? Acknowledged(marks, group, user);
        return group.Log.Count(entry => entry.Seq > readSeq && entry.SenderUuid != user);
    }

    private static long Acknowledged(IEnumerable<RecordedMark> marks, GroupAtRest group, Guid user) =>
        marks
            .Where(mark => mark.Group == group.Group.Uuid && mark.User == user && mark.ReadSeq is not null)
            .Select(mark => mark.Seq)
            .DefaultIfEmpty()
            .Max();

    private static IEnumerable<Violation> WhileItGrew(GroupAtRest group, IReadOnlyList<RecordedRow> shown)
    {
        foreach (var row in shown.Where(row => !IsFold(row.Row, group, row.Row.LastSeq)))
        {
            yield return new(Rule.RowsAgree, $"a row at {row.Row.LastSeq} is not what the log says");
        }
        foreach (var later in shown.Where(row => row.IsStrong))
        {
            var earlier = shown.FirstOrDefault(row =>
                row.Completed < later.Invoked
                && (row.Row.LastSeq > later.Row.LastSeq || row.Row.ReadSeq > later.Row.ReadSeq)
            );
            if (earlier is not null)
            {
                yield return new(Rule.RowsGoForward, $"a row went from {earlier.Row.LastSeq} to {later.Row.LastSeq}");
            }
        }
    }

    private static IEnumerable<Violation> AtRest(GroupAtRest group, Guid member, IReadOnlyList<RecordedMark> marks)
    {
        var rows = group.Rows.Where(row => row.UserUuid == member).ToList();
        if (rows.Count != 1 || !IsFold(rows[0], group, group.Log.Count))
        {
            var found = rows.Count == 1 ? $"a row at {rows[0].LastSeq}" : $"{rows.Count} rows";
            yield return new(Rule.InboxIsFold, $"{found} at rest, where the log ends at {group.Log.Count}");
            yield break;
        }
        var row = rows[0];
        if (
            row.ReadSeq < Acknowledged(marks, group, member)
            || (row.ReadSeq > 0 && marks.All(mark => mark.Seq != row.ReadSeq))
            || marks.Any(mark => mark.ReadSeq < mark.Seq)
        )
        {
            yield return new(Rule.MarksStay, $"the read mark is at {row.ReadSeq}");
        }
        var unread = Unread(group, member, marks);
        if (row.UnreadCount != unread)
        {
            yield return new(Rule.UnreadIsCounted, $"the row says {row.UnreadCount} unread, the log {unread}");
        }
    }

    private static bool IsFold(InboxRow row, GroupAtRest group, long seq)
    {
        if (seq > group.Log.Count || row.LastSeq != seq)
        {
            return false;
        }
        var last = seq == 0 ? null : group.Log[(int)seq - 1];
        return row.OtherUserUuid == group.Group.OtherThan(row.UserUuid)
            && row.LastMessageAt == last?.CreatedAt
            && row.LastUserUuid == last?.SenderUuid
            // The preview is the beginning of the text; its rules have tests of their own.
            && (
                last is null
                    ? row.Preview is null
                    : last.Text.StartsWith(row.Preview!.TrimEnd('…'), StringComparison.Ordinal)
            )
            && row.OthersCount == CountOthers(group.Log, row.UserUuid, seq)
            && row.OthersReadCount == CountOthers(group.Log, row.UserUuid, row.ReadSeq);
    }

    private static long CountOthers(IReadOnlyList<MessageEntry> log, Guid user, long seq) =>
        log.Count(entry => entry.Seq <= seq && entry.SenderUuid != user);
}
