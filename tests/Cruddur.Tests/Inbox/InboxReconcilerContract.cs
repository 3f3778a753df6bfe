using Cruddur.Inbox;
using Cruddur.Messages;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Storage.DynamoDb;
using Cruddur.Tests.Storage.Sqlite;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Inbox;

/// <summary>Every kind of damage to a row is found and repaired, on each engine, and what is right stays as it is.</summary>
public abstract class InboxReconcilerContract : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private InboxWorld _world = null!;
    private ITable _table = null!;

    private static readonly Guid Alice = InboxWorld.Alice;
    private static readonly Guid Bob = InboxWorld.Bob;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _table = await OpenAsync();
        _world = new InboxWorld(_table, _time);
    }

    public abstract ValueTask DisposeAsync();

    protected abstract Task<ITable> OpenAsync();

    public static TheoryData<string, string, string?, long> Damages =>
        new()
        {
            // What it is called, the attribute, its text or null, or else its number; see DamageOf.
            { "behind", "last_seq", null, 3 },
            { "ahead", "last_seq", null, 9 },
            { "below nothing", "last_seq", null, -4 },
            { "no number", "last_seq", "seven", 0 },
            { "wrong count", "others_count", null, 1 },
            { "count that is text", "others_count", "3", 0 },
            { "wrong preview", "message", "never said", 0 },
            { "wrong sender", "last_user_uuid", "00000000-0000-0000-0000-000000000000", 0 },
            { "wrong time", "last_message_at", null, 5 },
            { "wrong other person", "other_user_uuid", "00000000-0000-0000-0000-000000000000", 0 },
            { "wrong read count", "others_read_count", null, 6 },
        };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_attribute_is_found_and_repaired(string what, string name, string? text, long number)
    {
        var group = await _world.TalkAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await _world.DamageAsync(group, Alice, (name, text is null ? number : text));

        var wrong = Assert.IsType<Reconciliation.Wrong>(
            await _world.Reconciler.CheckAsync(group, Alice, Consistency.Strong, Cancel)
        );
        Assert.Equal(name, Assert.Single(wrong.Differences).Attribute);
        var repaired = Assert.IsType<Reconciliation.Repaired>(
            await _world.Reconciler.RepairAsync(group, Alice, Cancel)
        );

        Assert.Equal(wrong.Differences, repaired.Differences);
        await _world.AssertIsFoldAsync(group, Alice, readSeq: 5, what);
        await _world.AssertIsFoldAsync(group, Bob, readSeq: 0, what);
        Assert.IsType<Reconciliation.Right>(
            await _world.Reconciler.CheckAsync(group, Alice, Consistency.Strong, Cancel)
        );
    }

    [Theory]
    [InlineData("last_seq")]
    [InlineData("others_count")]
    [InlineData("message")]
    [InlineData("others_read_count")]
    [InlineData("other_user_uuid")]
    public async Task An_attribute_that_is_missing_is_put_back(string name)
    {
        var group = await _world.TalkAsync();
        await _world.DamageAsync(group, Alice, (name, null));

        Assert.IsType<Reconciliation.Repaired>(await _world.Reconciler.RepairAsync(group, Alice, Cancel));

        await _world.AssertIsFoldAsync(group, Alice, readSeq: 5);
    }

    [Theory]
    [InlineData(99, 7)]
    [InlineData(long.MaxValue, 7)]
    [InlineData(-1, 0)]
    [InlineData(long.MinValue, 0)]
    public async Task A_read_mark_outside_the_log_is_brought_to_its_nearer_end(long marked, long readSeq)
    {
        var group = await _world.TalkAsync();
        await _world.DamageAsync(group, Alice, ("read_seq", marked));

        Assert.IsType<Reconciliation.Repaired>(await _world.Reconciler.RepairAsync(group, Alice, Cancel));

        await _world.AssertIsFoldAsync(group, Alice, readSeq);
    }

    [Fact]
    public async Task A_read_mark_that_is_gone_or_no_number_is_none()
    {
        var group = await _world.TalkAsync();
        await _world.DamageAsync(group, Alice, ("read_seq", null));
        await _world.DamageAsync(group, Bob, ("read_seq", "all"));

        Assert.IsType<Reconciliation.Repaired>(await _world.Reconciler.RepairAsync(group, Alice, Cancel));
        Assert.IsType<Reconciliation.Repaired>(await _world.Reconciler.RepairAsync(group, Bob, Cancel));

        await _world.AssertIsFoldAsync(group, Alice, readSeq: 0);
        await _world.AssertIsFoldAsync(group, Bob, readSeq: 0);
    }

    [Fact]
    public async Task A_row_that_is_missing_is_made_and_is_followed_again()
    {
        var group = await _world.TalkAsync();
        await _world.RemoveAsync(group, Alice);

        var wrong = Assert.IsType<Reconciliation.Wrong>(
            await _world.Reconciler.CheckAsync(group, Alice, Consistency.Strong, Cancel)
        );
        Assert.Equal([InboxDifference.NoRow], wrong.Differences);
        Assert.IsType<Reconciliation.Repaired>(await _world.Reconciler.RepairAsync(group, Alice, Cancel));

        await _world.AssertIsFoldAsync(group, Alice, readSeq: 0);
        await _world.SendAsync(group, 1);
        await _world.FollowAsync(group);
        await _world.AssertIsFoldAsync(group, Alice, readSeq: 0);
    }

    [Fact]
    public async Task A_row_that_knows_messages_of_a_log_that_is_empty_forgets_them()
    {
        var group = await _world.OpenAsync();
        await _world.DamageAsync(
            group,
            Alice,
            ("last_seq", 3),
            ("last_message_at", 5),
            ("last_user_uuid", Bob.ToString("D")),
            ("message", "of a life before"),
            ("others_count", 2),
            ("read_seq", 2),
            ("others_read_count", 1)
        );

        Assert.IsType<Reconciliation.Repaired>(await _world.Reconciler.RepairAsync(group, Alice, Cancel));

        Assert.Equal(InboxRow.Empty(group, Alice).ToItem(), await _world.RowAsync(group, Alice));
    }

    [Fact]
    public async Task A_row_that_is_right_is_read_and_not_written()
    {
        var group = await _world.TalkAsync();
        var before = await _world.RowAsync(group, Alice);

        var right = Assert.IsType<Reconciliation.Right>(await _world.Reconciler.RepairAsync(group, Alice, Cancel));

        // The row, the end of the log, and the entry up to which it is read.
        Assert.Equal(new Cost(3, 0), right.Cost);
        Assert.Equal(before, await _world.RowAsync(group, Alice));
        Assert.Equal(before, right.Row.ToItem());
    }

    [Fact]
    public async Task A_row_behind_a_young_message_is_about_to_follow_and_behind_an_old_one_is_wrong()
    {
        var group = await _world.TalkAsync();
        await _world.SendAsync(group, 1);

        Assert.IsType<Reconciliation.Following>(await CheckAsync());
        _time.Advance(2 * InboxReconciler.UsualLag);
        Assert.IsType<Reconciliation.Wrong>(await CheckAsync());

        Task<Reconciliation> CheckAsync() => _world.Reconciler.CheckAsync(group, Alice, Consistency.Strong, Cancel);
    }

    [Fact]
    public async Task A_wrong_read_count_is_no_matter_of_waiting_for_the_projector()
    {
        var group = await _world.TalkAsync();
        await _world.SendAsync(group, 1);
        await _world.DamageAsync(group, Alice, ("others_read_count", 9));

        Assert.IsType<Reconciliation.Wrong>(
            await _world.Reconciler.CheckAsync(group, Alice, Consistency.Strong, Cancel)
        );
    }

    [Fact]
    public async Task An_attribute_that_the_reconciler_does_not_know_stays()
    {
        var group = await _world.TalkAsync();
        await _world.DamageAsync(group, Alice, ("last_seq", 9), ("read_seq", 12), ("muted", "yes"));

        await _world.Reconciler.RepairAsync(group, Alice, Cancel);

        Assert.Equal("yes", (await _world.RowAsync(group, Alice))!.Text("muted"));
    }

    [Fact]
    public async Task A_log_that_lacks_the_entry_that_was_read_is_an_error_and_no_guess()
    {
        var group = await _world.TalkAsync();
        await _table.WriteAsync(new Write.Delete(MessageEntry.KeyOf(group.Uuid, 5), Condition.Exists), Cancel);

        await Assert.ThrowsAsync<ItemFormatException>(() => _world.Reconciler.RepairAsync(group, Alice, Cancel));
    }
}

public sealed class MemoryInboxReconcilerTests : InboxReconcilerContract
{
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override Task<ITable> OpenAsync() => Task.FromResult<ITable>(new MemoryTable());

    [Fact]
    public async Task An_entry_that_an_eventual_read_does_not_see_yet_is_read_again()
    {
        var table = new MemoryTable();
        var world = new InboxWorld(table, new ManualTimeProvider());
        var group = await world.TalkAsync();
        var behind = new InboxWorld(new BehindTable(table), new ManualTimeProvider());

        var seen = await behind.Reconciler.CheckAsync(
            group,
            InboxWorld.Alice,
            Consistency.Eventual,
            TestContext.Current.CancellationToken
        );

        Assert.IsType<Reconciliation.Right>(seen);
        // Half a unit for the row, the end of the log, and the entry in vain; then that one strongly.
        Assert.Equal(new Cost(2.5, 0), seen.Cost);
    }

    /// <summary>Eventual reads of single entries see none.</summary>
    private sealed class BehindTable(ITable table) : ITable
    {
        public Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken) =>
            consistency == Consistency.Eventual && MessageEntry.IsKey(key)
                ? Task.FromResult(new GetResult(null, Cost.Read(0, consistency)))
                : table.GetAsync(key, consistency, cancellationToken);

        public Task<Page> QueryAsync(Query query, CancellationToken cancellationToken) =>
            table.QueryAsync(query, cancellationToken);

        public Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken) =>
            table.WriteAsync(write, cancellationToken);

        public Task<TransactionResult> TransactAsync(
            IReadOnlyList<Write> writes,
            CancellationToken cancellationToken
        ) => table.TransactAsync(writes, cancellationToken);

        public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken) =>
            table.ScanAsync(after, limit, cancellationToken);
    }
}

public sealed class SqliteInboxReconcilerTests : InboxReconcilerContract
{
    private readonly TemporaryDatabase _database = new();

    public override ValueTask DisposeAsync() => _database.DisposeAsync();

    protected override async Task<ITable> OpenAsync() => await _database.OpenAsync();
}

public sealed class DynamoDbInboxReconcilerTests(Emulator emulator) : InboxReconcilerContract
{
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Of its own, as all tests are about the same two people.
    protected override async Task<ITable> OpenAsync() =>
        new DynamoDbTable(emulator.Client, await emulator.MakeTableAsync(), new UuidSource(TimeProvider.System));
}
