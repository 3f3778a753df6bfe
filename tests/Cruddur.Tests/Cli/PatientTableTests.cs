using Cruddur.Cli.Storage;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cli;

public sealed class PatientTableTests
{
    private static readonly Write Put = new Write.Put(new Item(new Key("p", "s"), []), Condition.NotExists);

    private readonly InterceptedTable _table = new(new MemoryTable());
    private int _tries;

    private PatientTable Patient => new(_table, new WaitlessTime(), new Random(1));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_did_not_happen_is_tried_again()
    {
        Fail(StorageFault.Unavailable, times: 5);

        Assert.IsType<WriteResult.Written>(await Patient.WriteAsync(Put, Cancel));

        Assert.Equal(6, _tries);
    }

    [Theory]
    [InlineData(StorageFault.OutcomeUnknown)]
    [InlineData(StorageFault.Configuration)]
    [InlineData(StorageFault.Damaged)]
    public async Task What_may_have_happened_or_will_not_heal_is_told_at_once(StorageFault fault)
    {
        Fail(fault, times: 1);

        var thrown = await Assert.ThrowsAsync<StorageException>(() => Patient.WriteAsync(Put, Cancel));

        Assert.Equal(fault, thrown.Fault);
        Assert.Equal(1, _tries);
    }

    [Fact]
    public async Task A_table_that_stays_busy_is_told_in_the_end()
    {
        Fail(StorageFault.Unavailable, times: int.MaxValue);

        await Assert.ThrowsAsync<StorageException>(() => Patient.WriteAsync(Put, Cancel));

        Assert.Equal(12, _tries);
    }

    private void Fail(StorageFault fault, int times) =>
        _table.BeforeWrite = (_, _) =>
            ++_tries <= times ? throw new StorageException(fault, "injected") : Task.CompletedTask;
}
