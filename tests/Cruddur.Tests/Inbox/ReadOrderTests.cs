using Cruddur.Inbox;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Inbox;

/// <summary>The row is read before the log: one that moves on meanwhile never seems to be ahead.</summary>
public sealed class ReadOrderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_that_follows_a_message_while_it_is_looked_at_is_not_wrong()
    {
        var memory = new MemoryTable();
        var world = new InboxWorld(memory, new ManualTimeProvider());
        var group = await world.TalkAsync();
        var table = new InterferedTable(
            memory,
            async () =>
            {
                await world.SendAsync(group, 1);
                await world.FollowAsync(group);
            }
        );
        var reconciler = new InboxWorld(table, new ManualTimeProvider()).Reconciler;

        var seen = await reconciler.CheckAsync(group, InboxWorld.Alice, Consistency.Strong, Cancel);

        Assert.IsType<Reconciliation.Following>(seen);
    }

    /// <summary>Something happens between the first read and the second.</summary>
    private sealed class InterferedTable(ITable table, Func<Task> interfere) : ITable
    {
        private int _reads;

        public async Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken)
        {
            await CountAsync();
            return await table.GetAsync(key, consistency, cancellationToken);
        }

        public async Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
        {
            await CountAsync();
            return await table.QueryAsync(query, cancellationToken);
        }

        public Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken) =>
            table.WriteAsync(write, cancellationToken);

        public Task<TransactionResult> TransactAsync(
            IReadOnlyList<Write> writes,
            CancellationToken cancellationToken
        ) => table.TransactAsync(writes, cancellationToken);

        public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken) =>
            table.ScanAsync(after, limit, cancellationToken);

        private Task CountAsync() => ++_reads == 2 ? interfere() : Task.CompletedTask;
    }
}
