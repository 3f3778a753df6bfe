using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Storage.Sqlite;

/// <summary>On real disks: full ones, and those that the system has made read-only after an error.</summary>
public sealed class SqliteDiskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(8192)]
    public async Task A_full_disk_at_start_says_to_make_room_and_start_again_and_lets_go_of_the_file(int left)
    {
        using var disk = SmallDisk.Mount(kilobytes: 256);
        disk.FillBut(left);

        var refusal = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(disk));

        Assert.Equal(StorageFault.Full, refusal.Fault);
        Assert.StartsWith(disk.Database, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("make room, then start again", refusal.Message, StringComparison.Ordinal);
        disk.MakeRoom();
        await (await OpenAsync(disk)).DisposeAsync();
    }

    [Fact]
    public async Task A_disk_that_fills_up_refuses_writes_keeps_what_was_acknowledged_and_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.Mount(kilobytes: 1024);
        await using var table = await OpenAsync(disk);
        disk.FillBut(128 * 1024);
        var acknowledged = 0;
        var refusal = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            for (; ; acknowledged++)
            {
                await table.WriteAsync(PutOf(acknowledged), Cancel);
            }
        });

        Assert.Equal(StorageFault.Full, refusal.Fault);
        Assert.Contains("no restart is needed", refusal.Message, StringComparison.Ordinal);
        disk.MakeRoom();
        await table.WriteAsync(PutOf(acknowledged), Cancel);
        for (var i = 0; i <= acknowledged; i++)
        {
            Assert.NotNull((await table.GetAsync(PutOf(i).Key, Consistency.Strong, Cancel)).Item);
        }
    }

    [Fact]
    public async Task A_read_only_disk_is_not_taken_for_a_file_in_use()
    {
        using var disk = SmallDisk.Mount(kilobytes: 1024);
        await (await OpenAsync(disk)).DisposeAsync();
        disk.MakeReadOnly();

        var refusal = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(disk));

        Assert.Equal(StorageFault.Configuration, refusal.Fault);
        Assert.Contains("cannot be written", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("in use", refusal.Message, StringComparison.Ordinal);
    }

    private static Write.Put PutOf(int number) =>
        new Write.Put(new Item(new Key("p", $"{number:D6}"), [new("text", new string('x', 2000))]), Condition.None);

    private static Task<SqliteTable> OpenAsync(SmallDisk disk) =>
        SqliteTable.OpenAsync(
            new SqliteTableOptions { Path = disk.Database },
            TimeProvider.System,
            NullLogger.Instance,
            Cancel
        );
}
