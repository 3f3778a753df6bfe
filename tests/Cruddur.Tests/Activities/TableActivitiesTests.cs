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
    private protected IActivities Open(ITable table) =>
        new TableActivities(table, new WaitlessTime(Time), new Random(1));
}

public sealed class MemoryTableActivitiesTests : TableActivitiesContract
{
    private readonly MemoryTable _table = new();

    private protected override Task<IActivities> OpenAsync(params Guid[] people) => Task.FromResult(OpenAnother());

    private protected override IActivities OpenAnother() => Open(_table);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class SqliteTableActivitiesTests : TableActivitiesContract
{
    private readonly TemporaryDatabase _database = new();
    private SqliteTable _table = null!;

    private protected override async Task<IActivities> OpenAsync(params Guid[] people)
    {
        _table = await _database.OpenAsync();
        return OpenAnother();
    }

    private protected override IActivities OpenAnother() => Open(_table);

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

    private protected override async Task<IActivities> OpenAsync(params Guid[] people)
    {
        _table = emulator.Open(await emulator.MakeTableAsync());
        return OpenAnother();
    }

    private protected override IActivities OpenAnother() => Open(_table);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
