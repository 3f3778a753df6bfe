using System.Text;
using System.Text.Json;
using Cruddur.Inbox;
using Cruddur.Lambda.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Storage.DynamoDb;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Cruddur.Tests.Lambda;

/// <summary>The function, given what the emulator's stream tells of what people wrote.</summary>
public sealed class InboxFunctionTests(Emulator emulator) : IAsyncLifetime
{
    private static readonly Guid Alice = Guid.Parse("a11ce000-0000-4000-8000-000000000001");
    private static readonly Guid Bob = Guid.Parse("b0b00000-0000-4000-8000-000000000002");
    private static readonly Guid Carol = Guid.Parse("ca401000-0000-4000-8000-000000000003");

    private readonly CapturedLog _log = new();
    private StreamedTable _table = null!;
    private InterceptedTable _intercepted = null!;
    private InboxFunction _function = null!;

    public async ValueTask InitializeAsync()
    {
        _table = await StreamedTable.MakeAsync(emulator);
        _intercepted = new InterceptedTable(_table.Table);
        var logger = _log.CreateLogger("function");
        var projector = new InboxProjector(
            _intercepted,
            new MessageGroupStore(_intercepted, TimeProvider.System),
            TimeProvider.System
        );
        _function = new InboxFunction(new RecordApplier(_intercepted, projector, TimeProvider.System, logger), logger);
    }

    public ValueTask DisposeAsync()
    {
        _log.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task All_records_of_an_event_are_applied_and_not_only_the_first()
    {
        var withBob = await _table.WriteAsync(Alice, Bob, 3);
        var withCarol = await _table.WriteAsync(Alice, Carol, 2);

        Assert.Empty(await FailuresAsync(await _table.RecordsAsync()));

        Assert.Equal((3, 3), await RowAsync(Bob, withBob));
        Assert.Equal((2, 2), await RowAsync(Carol, withCarol));
        Assert.Equal((3, 0), await RowAsync(Alice, withBob));
        Assert.Equal((2, 0), await RowAsync(Alice, withCarol));
    }

    [Fact]
    public async Task Repeated_and_reordered_events_leave_the_same_rows()
    {
        await _table.WriteAsync(Alice, Bob, 5);
        await _table.WriteAsync(Carol, Alice, 4);
        await _table.WriteAsync(Bob, Alice, 3);
        var records = await _table.RecordsAsync();
        Assert.Empty(await FailuresAsync(records));
        var rows = await _table.InboxesAsync();
        Assert.Equal(4, rows.Count);

        var random = new Random(7);
        foreach (var some in records.Concat(records).OrderBy(_ => random.Next()).Chunk(4))
        {
            Assert.Empty(await FailuresAsync(some));
        }

        Assert.Equal(rows, await _table.InboxesAsync());
    }

    [Fact]
    public async Task An_event_of_nothing_that_inboxes_follow_changes_nothing()
    {
        await _table.WriteAsync(Alice, Bob, 2);
        var others = (await _table.RecordsAsync()).Where(record => !IsEntry(record)).ToList();
        Assert.NotEmpty(others);
        var rows = await _table.InboxesAsync();

        Assert.Empty(await FailuresAsync(others));
        Assert.Empty(await FailuresAsync([]));

        Assert.Equal(rows, await _table.InboxesAsync());
    }

    [Fact]
    public async Task When_a_group_cannot_be_followed_its_lowest_record_is_answered_and_a_redelivery_completes_it()
    {
        var withBob = await _table.WriteAsync(Alice, Bob, 1);
        var withCarol = await _table.WriteAsync(Alice, Carol, 2);
        await _table.WriteAsync(Alice, Bob, 1);
        var records = (await _table.RecordsAsync()).Where(IsEntry).ToList();
        _intercepted.BeforeWrite = (write, _) =>
            write.Key.Partition == InboxRow.PartitionOf(Carol)
                ? throw new StorageException(StorageFault.OutcomeUnknown, "no answer")
                : Task.CompletedTask;

        var failures = await FailuresAsync(records);

        Assert.Equal(NumberOf(records[1]), Assert.Single(failures));
        Assert.Equal((2, 2), await RowAsync(Bob, withBob));
        Assert.Equal((0, 0), await RowAsync(Carol, withCarol));
        Assert.Contains("3103 Of 4 records", _log.Text, StringComparison.Ordinal);
        _intercepted.BeforeWrite = (_, _) => Task.CompletedTask;
        Assert.Empty(await FailuresAsync(records[1..]));
        Assert.Equal((2, 2), await RowAsync(Carol, withCarol));
    }

    [Fact]
    public async Task Poison_is_quarantined_once_and_the_rest_of_the_event_is_applied()
    {
        var withBob = await _table.WriteAsync(Alice, Bob, 1);
        await _table.PutAsync(MessageEntry.KeyOf(Carol, 1), [new("message", "a secret without a sender")]);
        await _table.WriteAsync(Alice, Bob, 1);
        var records = (await _table.RecordsAsync()).Where(IsEntry).ToList();

        Assert.Empty(await FailuresAsync(records));
        var poison = Assert.Single(await _table.PoisonAsync());
        Assert.Empty(await FailuresAsync(records));

        Assert.Equal((2, 2), await RowAsync(Bob, withBob));
        Assert.Equal(poison.Key, Assert.Single(await _table.PoisonAsync()).Key);
        Assert.Equal(MessageEntry.PartitionOf(Carol), poison.Text("record_pk"));
        Assert.Contains($"POISON#inbox / {poison.Key.Sort}: ", _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Records":null}""")]
    [InlineData("""{"Records":[7]}""")]
    [InlineData("""{"Records":[{"messageId":"1","body":"of a queue"}]}""")]
    public async Task An_event_of_something_else_is_refused(string body)
    {
        var refused = await Assert.ThrowsAsync<EventException>(() =>
            _function.HandleAsync(Encoding.UTF8.GetBytes(body), CancellationToken.None)
        );

        Assert.Contains("no batch of records of a DynamoDB stream", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_filter_of_the_event_source_lets_through_exactly_what_inboxes_follow()
    {
        await _table.WriteAsync(Alice, Bob, 2);
        var entry = (await _table.InboxesAsync())[0].Key;
        await _table.PutAsync(MessageEntry.KeyOf(Carol, 1), [new("message", "first")]);
        await _table.PutAsync(MessageEntry.KeyOf(Carol, 1), [new("message", "changed")]);
        await _table.Table.WriteAsync(
            new Write.Delete(MessageEntry.KeyOf(Carol, 1), Condition.None),
            CancellationToken.None
        );
        await _table.PutAsync(new Key("MSG", "1"));
        await _table.PutAsync(new Key("XMSG#1", entry.Sort));
        var pattern = JsonElement.Parse(StreamFilter.Pattern);

        var records = await _table.RecordsAsync();

        Assert.Equal(3, records.Count(record => EventPattern.Matches(pattern, record)));
        foreach (var record in records)
        {
            var change = StreamRecord.Of(record).Change!;
            Assert.Equal(InboxProjector.Follows(change.Kind, change.Key), EventPattern.Matches(pattern, record));
        }
    }

    private static bool IsEntry(JsonElement record) =>
        StreamRecord.Of(record).Change is { } change && InboxProjector.Follows(change.Kind, change.Key);

    private static string NumberOf(JsonElement record) => StreamRecord.Of(record).SequenceNumber;

    private async Task<IReadOnlyList<string?>> FailuresAsync(IEnumerable<JsonElement> records)
    {
        var body = Encoding.UTF8.GetBytes(StreamedTable.EventOf(records));
        var answer = await _function.HandleAsync(body, CancellationToken.None);
        return new RuntimeAnswer("response", null, JsonElement.Parse(answer)).Failures;
    }

    /// <summary>How far somebody's inbox has followed a group, and what they have not read of it.</summary>
    private async Task<(long LastSeq, long Unread)> RowAsync(Guid person, MessageGroup group)
    {
        var row = (await new InboxReader(_table.Table).FindAsync(person, group.Uuid, CancellationToken.None))!;
        return (row.LastSeq, row.UnreadCount);
    }
}
