using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Messages;

/// <summary>
/// A send asks the table so often and no oftener, however the table behaves. By chance instead of by design: the simulation in
/// Cruddur.Proof.
/// </summary>
public sealed class SendCallsTests
{
    private const int Most = 40;

    private static readonly Guid Alice = Guid.Parse("a11ce000-0000-4000-8000-000000000001");
    private static readonly Guid Bob = Guid.Parse("b0b00000-0000-4000-8000-000000000002");

    private readonly MemoryTable _memory = new();
    private readonly HurriedTimeProvider _time = new();
    private readonly TableMeter _meter = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Of a log whose entries since the client's base fill five pages, every read has to be done again.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(MessageText.MaxBytes)]
    public async Task A_send_whose_reads_have_gaps_and_whose_puts_are_not_answered_makes_at_most_40_calls(int bytes)
    {
        var group = await FillAsync(bytes);
        var table = new MeteredTable(new UselessTable(_memory), _meter.Count);

        var result = await SendAsync(table, group, new Random(1), bytes);

        Assert.IsType<SendResult.Unsettled>(result);
        Assert.Equal(MessageSender.MaxAttempts, _meter.Of(TableOperation.Put).Calls);
        Assert.InRange(_meter.Total.Calls, 1, Most);
    }

    /// <summary>From a server that knows nothing yet, by a client that is as far behind as it may be.</summary>
    private async Task<SendResult> SendAsync(ITable table, Guid group, Random random, int bytes)
    {
        var newest = await new MessageLog(_memory).BeforeAsync(group, null, 1, Consistency.Strong, Cancel);
        var farBack = newest.Entries[0].Seq - MessageSender.MaxSuffix;
        var sender = NewSender(table, new MessageGroupStore(table, _time), random);
        return await sender.SendAsync(new SendRequest(group, Alice, TestUuid.Next(), farBack, TextOf(bytes)), Cancel);
    }

    private async Task<Guid> FillAsync(int bytes)
    {
        var groups = new MessageGroupStore(_memory, _time);
        var group = (await groups.OpenDirectAsync(Alice, Bob, Cancel)).Uuid;
        var sender = NewSender(_memory, groups, new Random(0));
        for (var i = 0; i < MessageSender.MaxSuffix; i++)
        {
            await sender.SendAsync(new SendRequest(group, Bob, TestUuid.Next(), i, TextOf(bytes)), Cancel);
        }
        return group;
    }

    /// <summary>One character of many bytes: a text may have more of these than of those.</summary>
    private static MessageText TextOf(int bytes) =>
        ((MessageTextResult.Valid)MessageText.Parse("ee" + new string('\u0301', (bytes - 2) / 2))).Text;

    private MessageSender NewSender(ITable table, MessageGroupStore groups, Random random) =>
        new(table, groups, new MessageLog(table), _time, random);

    /// <summary>Its eventually consistent reads lack an entry in their midst, and its writes are never answered.</summary>
    private sealed class UselessTable(ITable table) : ITable
    {
        public Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken) =>
            table.GetAsync(key, consistency, cancellationToken);

        public async Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
        {
            var page = await table.QueryAsync(query, cancellationToken);
            return query.Consistency == Consistency.Strong
                ? page
                : page with
                {
                    Items = [.. page.Items.Where((_, index) => index != 1)],
                };
        }

        public Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken) =>
            throw new StorageException(StorageFault.OutcomeUnknown, "injected");

        public Task<TransactionResult> TransactAsync(
            IReadOnlyList<Write> writes,
            CancellationToken cancellationToken
        ) => table.TransactAsync(writes, cancellationToken);

        public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken) =>
            table.ScanAsync(after, limit, cancellationToken);
    }
}
