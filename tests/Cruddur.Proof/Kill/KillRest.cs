using System.Diagnostics;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Proof.BlackBox;
using Cruddur.Proof.Histories;
using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Proof.Kill;

/// <summary>How everything is when nothing is on its way: by the server, and in its file.</summary>
internal static class KillRest
{
    /// <summary>Until the inboxes have followed the log.</summary>
    /// <returns>Whether they have.</returns>
    public static async Task<bool> FollowsAsync(IReadOnlyList<BoxClient> people, Guid group, int end)
    {
        var watch = Stopwatch.StartNew();
        foreach (var person in people)
        {
            while (await LastSeqAsync(person, group) < end)
            {
                if (watch.Elapsed > KillRun.Patience)
                {
                    return false;
                }
            }
        }
        return true;
    }

    /// <summary>The history, with what is in the file that the last server left.</summary>
    public static async Task<History> FindAsync(string folder, MessageGroup group, KillRecord record)
    {
        await using var table = await OpenAsync(folder);
        var log = await TableAtRest.LogAsync(table, group.Uuid);
        var history = record.Finish(group, log);
        await TableAtRest.RecordAsync(history, table, group, [log]);
        return history;
    }

    /// <summary>Takes out the end of the log, as if it had been acknowledged before it was committed.</summary>
    public static async Task ForgetAsync(string folder, Guid group, long from)
    {
        await using var table = await OpenAsync(folder);
        foreach (var entry in (await TableAtRest.LogAsync(table, group)).Where(entry => entry.Seq >= from))
        {
            var delete = new Write.Delete(MessageEntry.KeyOf(group, entry.Seq), Condition.Exists);
            await table.WriteAsync(delete, CancellationToken.None);
        }
    }

    private static async Task<long> LastSeqAsync(BoxClient person, Guid group)
    {
        var row = await person.AskUntilAnsweredAsync(() => 0, HttpMethod.Get, $"/api/message_groups/{group}");
        return row.GetProperty("last_seq").GetInt64();
    }

    private static Task<SqliteTable> OpenAsync(string folder) =>
        SqliteTable.OpenAsync(
            new SqliteTableOptions { Path = Path.Combine(folder, "cruddur.db") },
            TimeProvider.System,
            NullLogger.Instance,
            CancellationToken.None
        );
}
