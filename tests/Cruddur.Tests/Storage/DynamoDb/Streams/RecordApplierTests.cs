using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

/// <summary>What becomes of each record of a batch, when some of its groups cannot be followed.</summary>
public sealed class RecordApplierTests : IDisposable
{
    private static readonly Guid Alice = Guid.Parse("a11ce000-0000-4000-8000-000000000001");

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryTable _memory = new();
    private readonly InterceptedTable _table;
    private readonly CapturedLog _log = new();
    private readonly RecordApplier _applier;
    private int _written;

    public RecordApplierTests()
    {
        _table = new InterceptedTable(_memory);
        var projector = new InboxProjector(_table, new MessageGroupStore(_table, _time), _time);
        _applier = new RecordApplier(_table, projector, _time, _log.CreateLogger("applier"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_batch_of_many_groups_is_applied_and_nothing_is_left()
    {
        var records = new List<StreamRecord>();
        for (var number = 0; number < 100; number++)
        {
            records.AddRange(await WriteAsync(Other(number), 3));
        }

        Assert.Null(await _applier.ApplyAsync(records, Cancel));

        for (var number = 0; number < 100; number++)
        {
            Assert.Equal(3, await LastSeqAsync(Other(number)));
        }
    }

    [Fact]
    public async Task Of_groups_that_cannot_be_followed_the_lowest_record_is_named_and_all_others_are_applied()
    {
        var first = await WriteAsync(Other(1), 2);
        var second = await WriteAsync(Other(2), 2);
        var third = await WriteAsync(Other(3), 2);
        // Whatever order they come in: the first one of a group is not there before its later ones.
        StreamRecord[] batch = [third[1], second[1], first[0], third[0], second[0], first[1]];
        RefuseInboxesOf(Other(2), Other(3));

        var unapplied = await _applier.ApplyAsync(batch, Cancel);

        Assert.Same(second[0], unapplied!.Record);
        Assert.Equal(StorageFault.Unavailable, Assert.IsType<StorageException>(unapplied.Cause).Fault);
        Assert.Equal(2, await LastSeqAsync(Other(1)));
        _table.BeforeWrite = (_, _) => Task.CompletedTask;
        Assert.Null(await _applier.ApplyAsync(batch, Cancel));
        Assert.Equal(2, await LastSeqAsync(Other(2)));
        Assert.Equal(2, await LastSeqAsync(Other(3)));
    }

    [Fact]
    public async Task Records_that_can_never_be_applied_are_set_aside_and_those_around_them_are_applied()
    {
        var good = await WriteAsync(Other(1), 2);
        var group = good[0].Change!.Key.Partition;
        var orphan = Inserted(MessageEntry.KeyOf(TestUuid.Next(), 1), good[0].Change!.NewImage!.Attributes);
        var withoutSender = Inserted(new Key(group, MessageEntry.SortOf(3)), [new("message", "hello")]);
        var unreadable = new StreamRecord("e-unreadable", NextNumber(), Change: null, "no such type");
        var last = await WriteAsync(Other(1), 1);

        StreamRecord[] batch = [.. good, orphan, withoutSender, unreadable, .. last];
        Assert.Null(await _applier.ApplyAsync(batch, Cancel));
        var once = await PoisonAsync();
        Assert.Null(await _applier.ApplyAsync(batch, Cancel));

        Assert.Equal(3, await LastSeqAsync(Other(1)));
        Assert.Equal(once, await PoisonAsync());
        Assert.Equal(
            [unreadable.EventId, orphan.EventId, withoutSender.EventId],
            once.Select(item => item.Key.Sort).Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        var set = once.Single(item => item.Key.Sort == withoutSender.EventId);
        Assert.Equal(group, set.Text("record_pk"));
        Assert.Equal(withoutSender.SequenceNumber, set.Text("sequence_number"));
        Assert.Contains($"POISON#inbox / {orphan.EventId}: There is no GROUP#", _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hello", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_cannot_even_be_set_aside_is_not_applied()
    {
        var good = await WriteAsync(Other(1), 1);
        var unreadable = new StreamRecord("e-unreadable", NextNumber(), Change: null, "no such type");
        var last = await WriteAsync(Other(1), 1);
        _table.BeforeWrite = (write, _) =>
            write.Key.Partition == PoisonRecord.Partition ? throw Throttled() : Task.CompletedTask;

        var unapplied = await _applier.ApplyAsync([.. good, unreadable, .. last], Cancel);

        Assert.Same(unreadable, unapplied!.Record);
        Assert.Equal(2, await LastSeqAsync(Other(1)));
    }

    [Fact]
    public async Task What_is_no_new_entry_of_a_log_is_passed_over_even_when_it_cannot_be_read()
    {
        var key = new Key("USER#somebody", "PROFILE");
        var entry = (await WriteAsync(Other(1), 1))[0].Change!;

        var unapplied = await _applier.ApplyAsync(
            [
                new StreamRecord("e1", NextNumber(), new Change(ChangeKind.Insert, key, null), "no such type"),
                new StreamRecord("e2", NextNumber(), new Change(ChangeKind.Insert, key, new Item(key, []))),
                new StreamRecord("e3", NextNumber(), entry with { Kind = ChangeKind.Modify }),
                new StreamRecord("e4", NextNumber(), new Change(ChangeKind.Remove, entry.Key, null)),
            ],
            Cancel
        );

        Assert.Null(unapplied);
        Assert.Equal(0, await LastSeqAsync(Other(1)));
        Assert.Empty(await PoisonAsync());
    }

    [Fact]
    public async Task A_batch_that_is_stopped_names_no_record()
    {
        var records = await WriteAsync(Other(1), 1);
        using var stop = new CancellationTokenSource();
        _table.BeforeWrite = (_, cancellationToken) =>
        {
            stop.Cancel();
            return Task.FromCanceled(cancellationToken);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _applier.ApplyAsync(records, stop.Token));
    }

    private static Guid Other(int number) => Guid.Parse($"b0b00000-0000-4000-8000-{number:D12}");

    private static StorageException Throttled() => new(StorageFault.Unavailable, "throttled");

    private void RefuseInboxesOf(params Guid[] people) =>
        _table.BeforeWrite = (write, _) =>
            people.Any(person => write.Key.Partition == InboxRow.PartitionOf(person))
                ? throw Throttled()
                : Task.CompletedTask;

    private string NextNumber() => $"{95 + ++_written}";

    private StreamRecord Inserted(Key key, IEnumerable<KeyValuePair<string, AttributeValue>> attributes)
    {
        var number = NextNumber();
        return new StreamRecord($"e{number}", number, new Change(ChangeKind.Insert, key, new Item(key, attributes)));
    }

    /// <summary>Messages between Alice and somebody, as the stream tells of them.</summary>
    private async Task<StreamRecord[]> WriteAsync(Guid other, int count)
    {
        var groups = new MessageGroupStore(_memory, _time);
        var sender = new MessageSender(_memory, groups, new MessageLog(_memory), _time, new Random(1));
        var group = await groups.OpenDirectAsync(Alice, other, Cancel);
        var records = new List<StreamRecord>();
        for (var i = 0; i < count; i++)
        {
            var text = ((MessageTextResult.Valid)MessageText.Parse($"message {i}")).Text;
            var request = new SendRequest(group.Uuid, other, TestUuid.Next(), null, text);
            var entry = Assert.IsType<SendResult.Sent>(await sender.SendAsync(request, Cancel)).Entry;
            records.Add(Inserted(MessageEntry.KeyOf(group.Uuid, entry.Seq), entry.ToItem().Attributes));
        }
        return [.. records];
    }

    private async Task<long> LastSeqAsync(Guid other)
    {
        var inbox = new InboxReader(_memory);
        var group = DirectGroup.UuidOf(Alice, other);
        var row = (await inbox.FindAsync(Alice, group, Cancel))!;
        Assert.Equal(row.LastSeq, (await inbox.FindAsync(other, group, Cancel))!.LastSeq);
        return row.LastSeq;
    }

    private async Task<IReadOnlyList<Item>> PoisonAsync() =>
        (
            await _memory.QueryAsync(new Query(PoisonRecord.Partition, SortRange.All, 100, Consistency.Strong), Cancel)
        ).Items;
}
