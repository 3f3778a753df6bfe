using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;

namespace Cruddur.Proof.Histories;

/// <summary>What a table holds of a group when nothing is on its way any more.</summary>
internal static class TableAtRest
{
    public static async Task<List<MessageEntry>> LogAsync(ITable table, Guid group)
    {
        var (reader, log) = (new MessageLog(table), new List<MessageEntry>());
        while (true)
        {
            var page = await reader.AfterAsync(group, log.Count, 100, Consistency.Strong, CancellationToken.None);
            log.AddRange(page.Entries);
            if (page.Entries.Count < 100)
            {
                return log;
            }
        }
    }

    /// <param name="logs">The group's log as each node reads it.</param>
    public static async Task RecordAsync(
        History history,
        ITable table,
        MessageGroup group,
        IReadOnlyList<IReadOnlyList<MessageEntry>> logs
    )
    {
        var (inbox, rows) = (new InboxReader(table), new List<InboxRow>());
        foreach (var member in group.Members)
        {
            rows.AddRange(await inbox.FindAsync(member, group.Uuid, CancellationToken.None) is { } row ? [row] : []);
            history.UnreadAtRest[member] = await inbox.CountUnreadAsync(member, CancellationToken.None);
        }
        history.Groups.Add(new GroupAtRest(group, logs, rows));
    }
}
