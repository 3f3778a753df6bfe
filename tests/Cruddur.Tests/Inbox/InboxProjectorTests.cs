using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Inbox;

/// <summary>The projector under repeated, shuffled, late and interrupted batches: the inbox is the fold of the log.</summary>
public sealed class InboxProjectorTests
{
    private static readonly Guid Alice = Guid.Parse("a11ce000-0000-4000-8000-000000000001");
    private static readonly Guid Bob = Guid.Parse("b0b00000-0000-4000-8000-000000000002");
    private static readonly Guid Carol = Guid.Parse("ca401000-0000-4000-8000-000000000003");

    [Fact]
    public async Task Repeats_reorder_and_crashes_between_updates_leave_the_inbox_that_the_log_says()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var table = new MemoryTable();
            var time = new HurriedTimeProvider();
            var groups = new MessageGroupStore(table, time);
            var sender = new MessageSender(table, groups, new MessageLog(table), time, random);
            Guid[] uuids =
            [
                (await groups.OpenDirectAsync(Alice, Bob, CancellationToken.None)).Uuid,
                (await groups.OpenDirectAsync(Alice, Carol, CancellationToken.None)).Uuid,
            ];
            for (var i = 0; i < 40; i++)
            {
                var which = random.Next(2);
                var from =
                    random.Next(2) == 0 ? Alice
                    : which == 0 ? Bob
                    : Carol;
                var text = ((MessageTextResult.Valid)MessageText.Parse($"message {i}")).Text;
                var request = new SendRequest(uuids[which], from, TestUuid.Next(), null, text);
                Assert.IsType<SendResult.Sent>(await sender.SendAsync(request, CancellationToken.None));
            }
            var feed = (await table.ReadAsync(null, 1000, CancellationToken.None)).Changes;

            var crashing = new CrashingTable(table, random);
            var projector = new InboxProjector(crashing, new MessageGroupStore(table, time));
            var batches = feed.Chunk(random.Next(1, 9))
                .SelectMany(batch => Enumerable.Repeat(batch, random.Next(1, 3)));
            foreach (var batch in batches.OrderBy(_ => random.Next()).ToList())
            {
                await ApplyUntilDoneAsync(projector, batch);
            }

            foreach (var uuid in uuids)
            {
                var group = (await groups.FindAsync(uuid, CancellationToken.None))!;
                await AssertFoldAsync(table, group, seed);
            }
        }
    }

    [Fact]
    public async Task An_entry_that_cannot_be_read_is_told_to_whoever_applies_it_and_never_skipped()
    {
        var table = new MemoryTable();
        var projector = new InboxProjector(table, new MessageGroupStore(table, TimeProvider.System));
        var broken = new Item(MessageEntry.KeyOf(Alice, 1), [new("message", "no sender")]);

        await Assert.ThrowsAsync<ItemFormatException>(() =>
            projector.ApplyAsync([new Change(ChangeKind.Insert, broken.Key, broken)], CancellationToken.None)
        );
    }

    private static async Task AssertFoldAsync(MemoryTable table, MessageGroup group, int seed)
    {
        var log = await new MessageLog(table).AfterAsync(
            group.Uuid,
            0,
            100,
            Consistency.Strong,
            CancellationToken.None
        );
        var last = log.Entries.Count == 0 ? null : log.Entries[^1];
        var inbox = new InboxReader(table);
        foreach (var member in group.Members)
        {
            var row = (await inbox.FindAsync(member, group.Uuid, CancellationToken.None))!;
            Assert.True(row.LastSeq == (last?.Seq ?? 0), $"seed {seed}: the row is behind its log");
            Assert.Equal(last?.Text, row.Preview);
            Assert.Equal(last?.CreatedAt, row.LastMessageAt);
            Assert.Equal(log.Entries.Count(entry => entry.SenderUuid != member), row.UnreadCount);
        }
    }

    private static async Task ApplyUntilDoneAsync(InboxProjector projector, IReadOnlyList<Change> batch)
    {
        while (true)
        {
            try
            {
                await projector.ApplyAsync(batch, CancellationToken.None);
                return;
            }
            catch (StorageException)
            {
                // It starts again from its position, as after a crash.
            }
        }
    }

    /// <summary>Fails some writes, before or after they took effect.</summary>
    private sealed class CrashingTable(ITable table, Random random) : ITable
    {
        public async Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken)
        {
            var fate = random.Next(12);
            if (fate == 0)
            {
                throw new StorageException(StorageFault.OutcomeUnknown, "crashed before");
            }
            var result = await table.WriteAsync(write, cancellationToken);
            return fate == 1 ? throw new StorageException(StorageFault.OutcomeUnknown, "crashed after") : result;
        }

        public Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken) =>
            table.GetAsync(key, consistency, cancellationToken);

        public Task<Page> QueryAsync(Query query, CancellationToken cancellationToken) =>
            table.QueryAsync(query, cancellationToken);

        public Task<TransactionResult> TransactAsync(
            IReadOnlyList<Write> writes,
            CancellationToken cancellationToken
        ) => table.TransactAsync(writes, cancellationToken);

        public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken) =>
            table.ScanAsync(after, limit, cancellationToken);
    }
}
