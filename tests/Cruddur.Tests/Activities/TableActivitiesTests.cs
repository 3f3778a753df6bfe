using Cruddur.Activities;
using Cruddur.Activities.Table;
using Cruddur.Proof.Storage;
using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Cruddur.Tests.Storage.DynamoDb;
using Cruddur.Tests.Storage.Sqlite;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Activities;

public abstract class TableActivitiesContract : ActivitiesContract
{
    private protected abstract ITable Table { get; }

    private protected override IActivities OpenAnother() =>
        new TableActivities(Table, new WaitlessTime(Time), new Random(1));

    // DynamoDB removes what has expired item by item, in no order (AWS Developer Guide, "Using time to live (TTL)").
    private protected override async Task ForgetAsync(Guid uuid, bool withCounts)
    {
        await Table.WriteAsync(new Write.Delete(ActivityHead.KeyOf(uuid), Condition.Exists), Cancel);
        if (withCounts)
        {
            var counts = new Key(ActivityHead.PartitionOf(uuid), ActivityCounts.Sort);
            await Table.WriteAsync(new Write.Delete(counts, Condition.Exists), Cancel);
        }
    }
}

public sealed class MemoryTableActivitiesTests : TableActivitiesContract
{
    private protected override ITable Table { get; } = new MemoryTable();

    private protected override Task<IActivities> OpenAsync(params Guid[] people) => Task.FromResult(OpenAnother());

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class SqliteTableActivitiesTests : TableActivitiesContract
{
    private readonly TemporaryDatabase _database = new();
    private SqliteTable _table = null!;

    private protected override ITable Table => _table;

    private protected override async Task<IActivities> OpenAsync(params Guid[] people)
    {
        _table = await _database.OpenAsync();
        return OpenAnother();
    }

    public override ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Nothing_is_left_in_the_table_of_what_is_over()
    {
        var activities = OpenAnother();
        await LeaveTracesAsync(activities);
        Assert.Equal(15, (await ItemsAsync()).Count);

        Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(10, await _table.RemoveExpiredAsync(Time.GetUtcNow(), Cancel));
        var left = await ItemsAsync();
        Assert.Equal(5, left.Count);
        Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(5, await _table.RemoveExpiredAsync(Time.GetUtcNow(), Cancel));
        Assert.Empty(await ItemsAsync());
        Assert.Equal(0, await _table.RemoveExpiredAsync(Time.GetUtcNow(), Cancel));
    }

    private async Task<IReadOnlyList<Item>> ItemsAsync() => (await _table.ScanAsync(null, 1000, Cancel)).Items;
}

public sealed class DynamoDbActivitiesTests(Emulator emulator) : TableActivitiesContract
{
    private ITable _table = null!;

    private protected override ITable Table => _table;

    private protected override async Task<IActivities> OpenAsync(params Guid[] people)
    {
        _table = emulator.Open(await emulator.MakeTableAsync());
        return OpenAnother();
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
