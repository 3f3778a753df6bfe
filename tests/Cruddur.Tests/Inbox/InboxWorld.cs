using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Inbox;

/// <summary>People who talk over a table, ways to damage their inboxes, and what these should be: counted from the log.</summary>
internal sealed class InboxWorld
{
    public static readonly Guid Alice = Guid.Parse("a11ce000-0000-4000-8000-000000000001");
    public static readonly Guid Bob = Guid.Parse("b0b00000-0000-4000-8000-000000000002");

    private readonly ITable _table;

    public InboxWorld(ITable table, TimeProvider time, Random? random = null)
    {
        _table = table;
        Groups = new MessageGroupStore(table, time);
        Log = new MessageLog(table);
        Sender = new MessageSender(table, Groups, Log, time, random ?? new Random(1));
        Projector = new InboxProjector(table, Groups, time);
        Reconciler = new InboxReconciler(table, Log, time, NullLogger<InboxReconciler>.Instance);
        Marks = new ReadMarks(table, Groups, Log, new InboxReader(table), Reconciler, time);
    }

    public MessageGroupStore Groups { get; }

    public MessageLog Log { get; }

    public MessageSender Sender { get; }

    public InboxProjector Projector { get; }

    public InboxReconciler Reconciler { get; }

    public ReadMarks Marks { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<MessageGroup> OpenAsync() => await Groups.OpenDirectAsync(Alice, Bob, Cancel);

    /// <summary>So many messages, of both in turns, which nobody projects.</summary>
    public async Task SendAsync(MessageGroup group, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await SendAsync(group, group.Members[i % 2], $"message {i}");
        }
    }

    public async Task SendAsync(MessageGroup group, Guid sender, string said)
    {
        var text = ((MessageTextResult.Valid)MessageText.Parse(said)).Text;
        var request = new SendRequest(group.Uuid, sender, TestUuid.Next(), null, text);
        Assert.IsType<SendResult.Sent>(await Sender.SendAsync(request, Cancel));
    }

    /// <summary>Brings both rows to the end of the log, as the projector does.</summary>
    public async Task FollowAsync(MessageGroup group)
    {
        var last = (await EntriesAsync(group))[^1];
        await Projector.ApplyAsync([new Change(ChangeKind.Insert, last.ToItem().Key, last.ToItem())], Cancel);
    }

    /// <summary>Two people, seven messages, all in the inboxes, Alice has read five.</summary>
    public async Task<MessageGroup> TalkAsync()
    {
        var group = await OpenAsync();
        await SendAsync(group, 7);
        await FollowAsync(group);
        Assert.IsType<MarkReadResult.Marked>(await Marks.MarkAsync(group.Uuid, Alice, 5, Cancel));
        return group;
    }

    public async Task DamageAsync(
        MessageGroup group,
        Guid user,
        params (string Attribute, AttributeValue? Value)[] attributes
    )
    {
        var damage = new Write.Update(
            InboxRow.KeyOf(user, group.Uuid),
            attributes
                .Where(one => one.Value is not null)
                .ToDictionary(one => one.Attribute, one => one.Value!.Value, StringComparer.Ordinal),
            Condition.Exists
        )
        {
            Remove = [.. attributes.Where(one => one.Value is null).Select(one => one.Attribute)],
        };
        Assert.IsType<WriteResult.Written>(await _table.WriteAsync(damage, Cancel));
    }

    public async Task RemoveAsync(MessageGroup group, Guid user) =>
        await _table.WriteAsync(new Write.Delete(InboxRow.KeyOf(user, group.Uuid), Condition.Exists), Cancel);

    public async Task<Item?> RowAsync(MessageGroup group, Guid user) =>
        (await _table.GetAsync(InboxRow.KeyOf(user, group.Uuid), Consistency.Strong, Cancel)).Item;

    public async Task<IReadOnlyList<MessageEntry>> EntriesAsync(MessageGroup group) =>
        (await Log.AfterAsync(group.Uuid, 0, 10_000, Consistency.Strong, Cancel)).Entries;

    /// <summary>The row is what counting the messages one by one says.</summary>
    public async Task AssertIsFoldAsync(MessageGroup group, Guid user, long readSeq, string? because = null)
    {
        var entries = await EntriesAsync(group);
        var row = InboxRow.FromItem(user, (await RowAsync(group, user))!);
        var last = entries.Count == 0 ? null : entries[^1];
        var expected = new InboxRow(
            user,
            group.Uuid,
            group.OtherThan(user),
            entries.Count,
            last?.CreatedAt,
            last?.SenderUuid,
            last?.Text,
            entries.Count(entry => entry.SenderUuid != user),
            readSeq,
            entries.Count(entry => entry.SenderUuid != user && entry.Seq <= readSeq),
            // Whoever wrote it says when.
            row.ChangedAt
        );
        Assert.True(expected == row, $"{because} expected {expected}, found {row}");
    }
}
