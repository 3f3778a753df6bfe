using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Proof.Histories;

namespace Cruddur.Proof.Tests.Histories;

/// <summary>
/// A history that keeps every rule: six messages, the fifth of them without an answer; one that was refused and one that is
/// unknown and not there; reads, rows and marks between them; a live client that came after the second.
/// </summary>
internal static class SoundHistory
{
    public static readonly Guid Alice = new("a11ce000-0000-4000-8000-000000000001");
    public static readonly Guid Bob = new("b0b00000-0000-4000-8000-000000000002");
    public static readonly MessageGroup Group = MessageGroup.Direct(Alice, Bob, DateTimeOffset.UnixEpoch);

    public const int Unanswered = 5;

    public static History Make()
    {
        var history = new History { WriteUnits = 18, WriteUnitsAMessage = 4 };
        var log = new List<MessageEntry>();
        for (var seq = 1; seq <= 6; seq++)
        {
            var send = new RecordedSend(Group.Uuid, Sender(seq), Uuid(seq), $"message {seq}", history.NextMoment());
            var entry = EntryOf(send, seq, log.LastOrDefault()?.Counts ?? default);
            log.Add(entry);
            if (seq != Unanswered)
            {
                send.Answers.Add(entry);
                send.Outcome = SendOutcome.Acknowledged;
                send.Completed = history.NextMoment();
            }
            send.TableCalls = 3;
            history.Sends.Add(send);
            // All of it, as it is read after each message.
            history.Reads.Add(new(Group.Uuid, 0, 100, [.. log], history.NextMoment(), history.NextMoment()));
            history.Rows.Add(new(Row(Bob, log, seq / 2), IsStrong: true, history.NextMoment(), history.NextMoment()));
            history.Marks.Add(new(Group.Uuid, Bob, seq / 2, seq / 2, history.NextMoment(), history.NextMoment()));
        }
        history.Sends.Add(NotThere(history, 7, SendOutcome.Refused));
        history.Sends.Add(NotThere(history, 8, SendOutcome.Unknown));
        history.Groups.Add(new(Group, [log, [.. log], [.. log]], [Row(Alice, log, 0), Row(Bob, log, 3)]));
        history.Lives.Add(new("Bob's", Group.Uuid, 2, 2, [.. log.Skip(2).Select(LiveRules.Held)]));
        history.UnreadAtRest[Alice] = 3;
        history.UnreadAtRest[Bob] = 1;
        return history;
    }

    public static MessageEntry EntryOf(RecordedSend send, long seq, MessageCounts before) =>
        new(
            Group.Uuid,
            seq,
            send.MessageUuid,
            send.Sender,
            send.Text,
            DateTimeOffset.UnixEpoch.AddSeconds(seq),
            before.PlusOneBy(Group.OrdinalOf(send.Sender))
        );

    public static InboxRow Row(Guid user, IReadOnlyList<MessageEntry> log, long readSeq)
    {
        long Others(long seq) => log.Count(entry => entry.Seq <= seq && entry.SenderUuid != user);
        var last = log[^1];
        return new InboxRow(
            user,
            Group.Uuid,
            Group.OtherThan(user),
            last.Seq,
            last.CreatedAt,
            last.SenderUuid,
            last.Text,
            Others(last.Seq),
            readSeq,
            Others(readSeq),
            last.CreatedAt
        );
    }

    private static Guid Sender(int number) => number % 2 == 0 ? Bob : Alice;

    private static Guid Uuid(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    private static RecordedSend NotThere(History history, int number, SendOutcome outcome) =>
        new(Group.Uuid, Sender(number), Uuid(number), $"message {number}", history.NextMoment())
        {
            Outcome = outcome,
            Completed = outcome == SendOutcome.Refused ? history.NextMoment() : History.Never,
        };
}
