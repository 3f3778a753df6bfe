using Cruddur.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Storage;

/// <summary>The meter on a table: every call, by what it did and to which kind of items.</summary>
public sealed class MeteredTableTests
{
    private static readonly Key Message = new("MSG#1", "000000000001");

    private readonly TableMeter _meter = new();
    private readonly InterceptedTable _faulty = new(new MemoryTable());
    private readonly MeteredTable _table;

    public MeteredTableTests() => _table = new MeteredTable(_faulty, _meter.Count);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_are_summed_by_operation_and_kind_of_item()
    {
        await _table.WriteAsync(new Write.Put(Sized(Message, 1025), Condition.NotExists), Cancel);
        await _table.WriteAsync(new Write.Put(Sized(Message, 1025), Condition.NotExists), Cancel);
        await _table.WriteAsync(
            new Write.Update(new Key("GRP#1", "a"), Sized(Message, 100).Attributes, Condition.None),
            Cancel
        );
        await _table.WriteAsync(new Write.Delete(new Key("GRP#2", "a"), Condition.None), Cancel);
        await _table.GetAsync(Message, Consistency.Strong, Cancel);
        await _table.QueryAsync(new Query("MSG#1", SortRange.All, 10, Consistency.Eventual), Cancel);
        await _table.TransactAsync(
            [
                new Write.Put(Sized(new Key("USER#1", "PROFILE"), 100), Condition.None),
                new Write.Check(Message, Condition.Exists),
            ],
            Cancel
        );
        await _table.ScanAsync(null, 10, Cancel);

        Assert.Equal(
            [
                Usage(TableOperation.Scan, "", 1, new Cost(1, 0)),
                Usage(TableOperation.Update, "GRP", 1, new Cost(0, 1)),
                Usage(TableOperation.Delete, "GRP", 1, new Cost(0, 1)),
                Usage(TableOperation.Get, "MSG", 1, new Cost(1, 0)),
                Usage(TableOperation.Query, "MSG", 1, new Cost(0.5, 0)),
                // The second found the first, and cost as much.
                Usage(TableOperation.Put, "MSG", 2, new Cost(0, 4)),
                Usage(TableOperation.Transaction, "USER", 1, new Cost(0, 2 * (1 + 2))),
            ],
            _meter.ByKind()
        );
        Assert.Equal(new TableUsage(8, new Cost(2.5, 12)), _meter.Total);
        Assert.Equal(new TableUsage(4, new Cost(1.5, 4)), _meter.Of("MSG"));
        Assert.Equal(new TableUsage(2, new Cost(0, 4)), _meter.Of(TableOperation.Put));
    }

    [Fact]
    public async Task A_call_that_throws_counts_at_no_cost()
    {
        _faulty.BeforeWrite = (_, _) => throw new StorageException(StorageFault.OutcomeUnknown, "injected");

        await Assert.ThrowsAsync<StorageException>(() =>
            _table.WriteAsync(new Write.Put(Sized(Message, 100), Condition.None), Cancel)
        );

        Assert.Equal(new TableUsage(1, default), _meter.Of("MSG"));
    }

    [Fact]
    public async Task Calls_from_many_threads_are_all_counted_until_the_meter_is_reset()
    {
        var item = Sized(Message, 100);
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < 500; i++)
                        {
                            await _table.WriteAsync(new Write.Put(item, Condition.None), Cancel);
                        }
                    })
                )
        );

        Assert.Equal(new TableUsage(4000, new Cost(0, 4000)), _meter.Total);
        _meter.Reset();
        Assert.Equal(default, _meter.Total);
        Assert.Empty(_meter.ByKind());
    }

    private static KeyValuePair<(TableOperation Operation, string Item), TableUsage> Usage(
        TableOperation operation,
        string item,
        long calls,
        Cost cost
    ) => new((operation, item), new TableUsage(calls, cost));

    private static Item Sized(Key key, int size)
    {
        var empty = new Item(key, [new("a", "")]);
        return new Item(key, [new("a", new string('x', size - empty.Size))]);
    }
}
