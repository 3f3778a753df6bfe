using Cruddur.Cli.Copy;
using Cruddur.Cli.Storage;
using Cruddur.Inbox;
using Cruddur.Live;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Storage;

namespace Cruddur.Tests.Cli;

/// <summary>A copy is whole, or says that it is not; and goes on where it was stopped.</summary>
public sealed class TableCopyTests
{
    private const int Count = 3_500;

    private readonly MemoryTable _source = new();
    private readonly MemoryTable _destination = new();
    private readonly List<int> _puts = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_item_is_there_and_nothing_else()
    {
        await FillAsync();

        var copied = Assert.IsType<CopyResult.Copied>(await CopyAsync());

        Assert.Equal(Count, copied.Digest.Count);
        Assert.Equal(0, copied.ResumedAt);
        Assert.Equal(await ItemsAsync(_source), await ItemsAsync(_destination));
    }

    [Fact]
    public async Task An_empty_table_is_copied_too()
    {
        var copied = Assert.IsType<CopyResult.Copied>(await CopyAsync());

        Assert.Equal(0, copied.Digest.Count);
        Assert.Empty(await ItemsAsync(_destination));
    }

    [Fact]
    public async Task What_belongs_to_the_source_alone_stays_there()
    {
        await FillAsync();
        Item[] own =
        [
            ProjectorPosition.ToItem("7"),
            StoreEpoch.ToItem("AAAAAAAAAAAAAAAAAAAAAA"),
            new(new Key(ShardLease.Partition, "SHARD#1"), [new("fence", 1)]),
            new(new Key(PoisonRecord.Partition, "1#2"), [new("reason", "none")]),
        ];
        await _source.PutAllAsync(own, Cancel);

        var copied = Assert.IsType<CopyResult.Copied>(await CopyAsync());

        Assert.Equal(Count, copied.Digest.Count);
        Assert.Equal((await ItemsAsync(_source)).Except(own), await ItemsAsync(_destination));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_copy_that_was_stopped_goes_on_behind_the_last_whole_page(int stopAt)
    {
        await FillAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            CopyAsync(BeforePut(number => number == stopAt ? throw new OperationCanceledException() : false))
        );
        _puts.Clear();

        var copied = Assert.IsType<CopyResult.Copied>(await CopyAsync());

        Assert.Equal((stopAt - 1) * 1_000, copied.ResumedAt);
        Assert.Equal(Count - copied.ResumedAt, _puts.Sum());
        Assert.Equal(await ItemsAsync(_source), await ItemsAsync(_destination));
    }

    [Fact]
    public async Task A_copy_that_was_stopped_within_a_page_puts_it_again()
    {
        await FillAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            CopyAsync(
                (items, _) =>
                    items[0].Key.Sort == "01000" ? PutHalfAndStopAsync(items) : _destination.PutAllAsync(items, Cancel)
            )
        );

        var copied = Assert.IsType<CopyResult.Copied>(await CopyAsync());

        Assert.Equal(1_000, copied.ResumedAt);
        Assert.Equal(await ItemsAsync(_source), await ItemsAsync(_destination));
    }

    [Fact]
    public async Task A_destination_that_lacks_an_item_is_not_called_a_copy_however_often_it_is_tried()
    {
        await FillAsync();

        var lacking = Assert.IsType<CopyResult.Differs>(
            await CopyAsync(
                (items, _) => _destination.PutAllAsync([.. items.Where(item => item.Key.Sort != "02345")], Cancel)
            )
        );
        var again = Assert.IsType<CopyResult.Differs>(await CopyAsync());

        Assert.Equal(Count - 1, lacking.Destination.Count);
        Assert.Equal(Count, lacking.Source.Count);
        Assert.Equal(lacking.Destination, again.Destination);
    }

    [Fact]
    public async Task A_destination_with_one_other_value_is_not_called_a_copy()
    {
        await FillAsync();

        var differs = Assert.IsType<CopyResult.Differs>(
            await CopyAsync(
                (items, _) =>
                    _destination.PutAllAsync(
                        [.. items.Select(item => item.Key.Sort == "00007" ? item.With([new("n", 8)]) : item)],
                        Cancel
                    )
            )
        );

        Assert.Equal(differs.Source.Count, differs.Destination.Count);
        Assert.Contains("Something else writes to the destination", differs.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_changes_while_it_is_copied_is_told()
    {
        await FillAsync();

        var differs = Assert.IsType<CopyResult.Differs>(
            await CopyAsync(
                async (items, _) =>
                {
                    await _source.PutAllAsync([I("00000", -1)], Cancel);
                    return await _destination.PutAllAsync(items, Cancel);
                }
            )
        );

        Assert.Contains("The source changed while it was copied", differs.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_somebody_elses_is_written_over()
    {
        await FillAsync();
        await _destination.PutAllAsync([I("00007", -1)], Cancel);

        var refused = Assert.IsType<CopyResult.Refused>(await CopyAsync());

        Assert.Contains("the destination holds items already", refused.Why, StringComparison.Ordinal);
        Assert.Equal([I("00007", -1)], await ItemsAsync(_destination));
    }

    [Fact]
    public async Task An_unfinished_copy_is_not_finished_from_another_source_nor_copied_itself()
    {
        await FillAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            CopyAsync(BeforePut(_ => throw new OperationCanceledException()))
        );

        var other = await new TableCopy(
            Opened(_source, "another source"),
            Opened(_destination, "the destination"),
            TimeProvider.System,
            new CopyCounts()
        ).RunAsync(Cancel);
        var onward = await new TableCopy(
            Opened(_destination, "the destination"),
            Opened(new MemoryTable(), "a third"),
            TimeProvider.System,
            new CopyCounts()
        ).RunAsync(Cancel);

        Assert.Contains(
            "an unfinished copy of the source, not of another source",
            Assert.IsType<CopyResult.Refused>(other).Why,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "is itself a copy of the source that was not finished",
            Assert.IsType<CopyResult.Refused>(onward).Why,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_destination_that_a_server_works_on_is_refused_until_it_is_gone()
    {
        await FillAsync();
        var now = TimeProvider.System.GetUtcNow();
        await _destination.WriteAsync(new WorkerBeat("server", now.AddSeconds(20)).Write(), Cancel);
        var refused = Assert.IsType<CopyResult.Refused>(await CopyAsync());
        await _destination.WriteAsync(new WorkerBeat("server", now.AddSeconds(-1)).Write(), Cancel);

        Assert.Contains("A server works on the destination", refused.Why, StringComparison.Ordinal);
        Assert.IsType<CopyResult.Copied>(await CopyAsync());
    }

    private Task<CopyResult> CopyAsync(Func<IReadOnlyList<Item>, int, Task<Cost>>? put = null) =>
        new TableCopy(
            Opened(_source, "the source"),
            new OpenedTable(
                _destination,
                new Puts(this, put ?? ((items, _) => _destination.PutAllAsync(items, Cancel))),
                null,
                "the destination",
                () => ValueTask.CompletedTask
            ),
            TimeProvider.System,
            new CopyCounts()
        ).RunAsync(Cancel);

    private Func<IReadOnlyList<Item>, int, Task<Cost>> BeforePut(Func<int, bool> before) =>
        (items, number) =>
        {
            before(number);
            return _destination.PutAllAsync(items, Cancel);
        };

    private async Task<Cost> PutHalfAndStopAsync(IReadOnlyList<Item> items)
    {
        await _destination.PutAllAsync([.. items.Take(items.Count / 2)], Cancel);
        throw new OperationCanceledException();
    }

    private static OpenedTable Opened(MemoryTable table, string name) =>
        new(table, table, table, name, () => ValueTask.CompletedTask);

    private async Task FillAsync() =>
        await _source.PutAllAsync([.. Enumerable.Range(0, Count).Select(i => I($"{i:D5}", i))], Cancel);

    private static Item I(string sort, long number) => new(new Key("p", sort), [new("n", number)]);

    private static async Task<List<Item>> ItemsAsync(MemoryTable table) =>
        [.. (await table.ScanAsync(null, 10_000, Cancel)).Items];

    private sealed class Puts(TableCopyTests test, Func<IReadOnlyList<Item>, int, Task<Cost>> put) : IBulkWriter
    {
        private int _number;

        public Task<Cost> PutAllAsync(IReadOnlyList<Item> items, CancellationToken cancellationToken)
        {
            test._puts.Add(items.Count);
            return put(items, ++_number);
        }
    }
}
