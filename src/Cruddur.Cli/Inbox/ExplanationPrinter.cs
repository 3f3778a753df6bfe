using System.Globalization;
using Cruddur.Cli.Patterns;
using Cruddur.Cli.Terminals;
using Cruddur.Inbox;
using Cruddur.Messages;
using Cruddur.Users;

namespace Cruddur.Cli.Inbox;

/// <summary>Prints why an unread count is what it is.</summary>
internal sealed class ExplanationPrinter(
    Terminal terminal,
    UnreadExplanation explanation,
    IReadOnlyDictionary<Guid, UserProfile> people,
    bool text,
    string program
)
{
    public void PrintText()
    {
        var (row, log) = (Numbers.OfRow(explanation), Numbers.OfLog(explanation));
        Columns.Write(
            terminal.Out,
            [
                ["", "row", "log", ""],
                Line("last_seq", row?.LastSeq, log.LastSeq, "the last message"),
                Line("others_count", row?.OthersCount, log.OthersCount, "messages of others up to there"),
                Line("read_seq", row?.ReadSeq, log.ReadSeq, "how far it is read"),
                Line("others_read_count", row?.OthersReadCount, log.OthersReadCount, "messages of others up to there"),
                Line("unread_count", row?.UnreadCount, log.UnreadCount, "the one count less the other, at least 0"),
            ]
        );
        terminal.Out.WriteLine(Verdict());
        Columns.Write(terminal.Out, [.. explanation.Unread.Select(ToRow)]);
        terminal.Out.Flush();
        var (listed, all) = (explanation.Unread.Count, explanation.Log.UnreadCount);
        var more = all > listed ? $", and there are {Wording.Of(all - listed)} more: --limit N shows N" : "";
        terminal.Error.WriteLine(
            $"{Wording.Of(listed)} unread {(listed == 1 ? "message" : "messages")}{more}. {Wording.Consumed(explanation.Cost)}"
        );
    }

    public void PrintJson() =>
        JsonOutput.Write(
            terminal,
            new Document(
                explanation.Log.MessageGroupUuid,
                explanation.User.Uuid,
                explanation.User.Handle.Value,
                explanation.Comparison is Reconciliation.Right,
                explanation.Comparison is Reconciliation.Following,
                Numbers.OfRow(explanation),
                Numbers.OfLog(explanation),
                [.. explanation.Unread.Select(ToMessage)],
                explanation.Log.UnreadCount > explanation.Unread.Count,
                ConsumedUnits.Of(explanation.Cost)
            )
        );

    private string Verdict() =>
        explanation.Comparison switch
        {
            Reconciliation.Right => "The row and the log agree.",
            Reconciliation.Following =>
                "The row is behind a message of the last seconds; the server is about to bring it up.",
            _ when !explanation.HasRow => $"There is no row. '{program} inbox repair' makes it, with all unread.",
            _ =>
                $"The row is wrong in {string.Join(", ", explanation.Differences.Select(one => one.Attribute))}. '{program} inbox repair --handle {explanation.User.Handle}' mends it.",
        };

    private static string[] Line(string name, long? inRow, long? inLog, string meaning) =>
        [name, Text(inRow), Text(inLog), meaning];

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "none";

    private string[] ToRow(MessageEntry entry)
    {
        string[] row =
        [
            entry.Seq.ToString(CultureInfo.InvariantCulture),
            Wording.Of(entry.CreatedAt),
            SenderOf(entry) ?? entry.SenderUuid.ToString("D"),
        ];
        return text ? [.. row, VisibleText.Of(entry.Text)] : row;
    }

    private Message ToMessage(MessageEntry entry) =>
        new(entry.Seq, Wording.Of(entry.CreatedAt), entry.SenderUuid, SenderOf(entry), text ? entry.Text : null);

    private string? SenderOf(MessageEntry entry) => people.GetValueOrDefault(entry.SenderUuid)?.Handle.Value;

    private sealed record Document(
        Guid MessageGroupUuid,
        Guid UserUuid,
        string Handle,
        bool Agrees,
        bool IsFollowing,
        Numbers? Row,
        Numbers Log,
        Message[] Unread,
        bool More,
        ConsumedUnits Consumed
    );

    private sealed record Message(
        long Seq,
        string CreatedAt,
        Guid UserUuid,
        string? Handle,
        [property: System.Text.Json.Serialization.JsonPropertyName("message")] string? Text
    );

    private sealed record Numbers(
        long? LastSeq,
        long? OthersCount,
        long? ReadSeq,
        long? OthersReadCount,
        long? UnreadCount
    )
    {
        public static Numbers OfLog(UnreadExplanation explanation)
        {
            var log = explanation.Log;
            return new Numbers(log.LastSeq, log.OthersCount, log.ReadSeq, log.OthersReadCount, log.UnreadCount);
        }

        /// <summary>Null when there is no row.</summary>
        public static Numbers? OfRow(UnreadExplanation explanation)
        {
            if (!explanation.HasRow)
            {
                return null;
            }
            var log = explanation.Log;
            var count = explanation.InRow("others_count", log.OthersCount);
            var readCount = explanation.InRow("others_read_count", log.OthersReadCount);
            return new Numbers(
                explanation.InRow(InboxRow.LastSeqName, log.LastSeq),
                count,
                explanation.InRow(InboxRow.ReadSeqName, log.ReadSeq),
                readCount,
                count is { } all && readCount is { } read ? Math.Max(0, all - read) : null
            );
        }
    }
}
