using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Inbox;

/// <summary>
/// Repairs beside senders, projectors, readers and other repairs, in every order that chance finds. At rest the row is
/// what the log says though nobody repairs once more, and it never goes back but to the very end of the log.
/// </summary>
public sealed class ReconcilerScheduleTests
{
    private const int Schedules = 3000;

    private static readonly Guid Alice = InboxWorld.Alice;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void At_rest_a_row_is_what_the_log_says_whatever_came_between()
    {
        for (var seed = 1; seed <= Schedules; seed++)
        {
            var random = new Random(seed);
            RandomOrder.Run(random, () => RunAsync(seed, random));
        }
    }

    private static async Task RunAsync(int seed, Random random)
    {
        var memory = new MemoryTable();
        var world = new InboxWorld(memory, new HurriedTimeProvider());
        var group = await world.TalkAsync();
        await DamageAsync(world, group, random);
        // What the projector has applied when the damage is done: of what comes now, everything is still to come.
        var position = (await memory.ReadAsync(null, 1000, Cancel)).Next;
        var watched = new WatchedTable(memory, group, Alice, seed);
        var beside = new InboxWorld(watched, new HurriedTimeProvider(), random);

        var sending = SendAsync(beside, group, random);
        await Task.WhenAll(
            sending,
            ProjectAsync(beside, memory, position, random, sending),
            RepairAsync(beside, group, 1 + random.Next(2)),
            RepairAsync(beside, group, 1),
            ReadAsync(beside, group, random)
        );

        var readSeq = (await world.RowAsync(group, Alice))!.Number(InboxRow.ReadSeqName);
        Assert.True(readSeq >= watched.HighestMark, $"seed {seed}: the read mark went back to {readSeq}");
        await world.AssertIsFoldAsync(group, Alice, readSeq, $"seed {seed}:");
    }

    private static Task DamageAsync(InboxWorld world, MessageGroup group, Random random) =>
        random.Next(6) switch
        {
            0 => world.RemoveAsync(group, Alice),
            // As after going back to a backup of the log alone.
            1 or 2 => world.DamageAsync(group, Alice, ("last_seq", 7 + random.Next(1, 6)), ("others_count", 40)),
            3 => world.DamageAsync(group, Alice, ("last_seq", random.Next(0, 7)), ("message", "never said")),
            4 => world.DamageAsync(group, Alice, ("others_count", 40), ("others_read_count", 30)),
            _ => world.DamageAsync(group, Alice, ("read_seq", 7 + random.Next(1, 6)), ("last_seq", 9)),
        };

    private static async Task SendAsync(InboxWorld world, MessageGroup group, Random random)
    {
        for (var i = random.Next(6); i > 0; i--)
        {
            await world.SendAsync(group, group.Members[random.Next(2)], $"late message {i}");
        }
    }

    private static async Task ProjectAsync(
        InboxWorld world,
        MemoryTable memory,
        string? position,
        Random random,
        Task sending
    )
    {
        while (true)
        {
            await Task.Yield();
            var isLast = sending.IsCompleted;
            var page = await memory.ReadAsync(position, random.Next(1, 4), Cancel);
            await world.Projector.ApplyAsync(page.Changes, Cancel);
            position = page.Next;
            if (isLast && page.Changes.Count == 0)
            {
                return;
            }
        }
    }

    private static async Task RepairAsync(InboxWorld world, MessageGroup group, int times)
    {
        Reconciliation result;
        do
        {
            result = await world.Reconciler.RepairAsync(group, Alice, Cancel);
        } while (result is Reconciliation.Contested || --times > 0);
    }

    private static async Task ReadAsync(InboxWorld world, MessageGroup group, Random random)
    {
        for (var i = random.Next(3); i > 0; i--)
        {
            await world.Marks.MarkAsync(group.Uuid, Alice, random.Next(6, 13), Cancel);
        }
    }

    /// <summary>Lets others come between a call and its answer, and looks at the row after every write.</summary>
    private sealed class WatchedTable(MemoryTable table, MessageGroup group, Guid user, int seed) : ITable
    {
        /// <summary>The highest that was marked as read since the row is no longer beyond the log.</summary>
        public long HighestMark { get; private set; }

        public async Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken)
        {
            await Task.Yield();
            var result = await table.GetAsync(key, consistency, cancellationToken);
            await Task.Yield();
            return result;
        }

        public async Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
        {
            await Task.Yield();
            var page = await table.QueryAsync(query, cancellationToken);
            await Task.Yield();
            return page;
        }

        public async Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken)
        {
            await Task.Yield();
            var before = Look();
            var result = await table.WriteAsync(write, cancellationToken);
            Compare(before);
            await Task.Yield();
            return result;
        }

        public async Task<TransactionResult> TransactAsync(
            IReadOnlyList<Write> writes,
            CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            var before = Look();
            var result = await table.TransactAsync(writes, cancellationToken);
            Compare(before);
            await Task.Yield();
            return result;
        }

        public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken) =>
            table.ScanAsync(after, limit, cancellationToken);

        private void Compare((long LastSeq, long ReadSeq, long Tail) before)
        {
            var after = Look();
            Assert.True(
                after.LastSeq >= before.LastSeq || after.LastSeq == after.Tail,
                $"seed {seed}: the row went from {before.LastSeq} to {after.LastSeq}, the log ends at {after.Tail}"
            );
            Assert.True(
                after.ReadSeq >= before.ReadSeq || after.ReadSeq == after.Tail,
                $"seed {seed}: the mark went from {before.ReadSeq} to {after.ReadSeq}, the log ends at {after.Tail}"
            );
            if (after.ReadSeq <= after.Tail)
            {
                HighestMark = Math.Max(HighestMark, after.ReadSeq);
            }
        }

        // The model answers at once, so nothing comes between.
        private (long LastSeq, long ReadSeq, long Tail) Look()
        {
            var row = table.GetAsync(InboxRow.KeyOf(user, group.Uuid), Consistency.Strong, Cancel).Result.Item;
            var newest = new MessageLog(table).BeforeAsync(group.Uuid, null, 1, Consistency.Strong, Cancel).Result;
            return (
                row?.Number(InboxRow.LastSeqName) ?? 0,
                row?.Number(InboxRow.ReadSeqName) ?? 0,
                newest.Entries.Count == 0 ? 0 : newest.Entries[0].Seq
            );
        }
    }
}
