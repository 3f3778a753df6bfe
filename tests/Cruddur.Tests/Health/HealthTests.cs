using System.Net;
using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Server.Health;
using Cruddur.Storage;
using Cruddur.Tests.Storage.Sqlite;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task A_server_that_is_well_says_so_with_its_versions()
    {
        await using var app = await TestApp.StartAsync();
        using var anonymous = app.Anonymous();

        var health = await anonymous.GetJsonAsync("/api/health");

        Assert.Equal("ok", health.GetProperty("status").GetString());
        Assert.Equal("sqlite", health.GetProperty("engine").GetString());
        Assert.Matches(@"^3\.\d+\.\d+", health.GetProperty("sqlite_version").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+", health.GetProperty("version").GetString());
    }

    [Fact]
    public async Task An_engine_that_stopped_writing_is_read_only_with_503()
    {
        using var hooks = new StubbornHooks();
        await using var database = new TemporaryDatabase();
        var table = await database.OpenAsync(hooks);
        var projector = new InboxProjector(table, new MessageGroupStore(table, database.Time), database.Time);
        var projection = new ProjectionLoop(
            table,
            table,
            projector,
            database.Time,
            NullLogger<ProjectionLoop>.Instance
        );
        hooks.FailBeforeCommit(StubbornHooks.IoErrorOfFlush);
        await Assert.ThrowsAsync<StorageException>(() =>
            table.WriteAsync(new Write.Put(new Item(new Key("p", "s"), []), Condition.None), CancellationToken.None)
        );

        var health = HealthEndpoint.Get(table, projection);

        Assert.Equal((int)HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("read_only", health.Value!.Status);
    }

    [Fact]
    public async Task Inboxes_that_cannot_follow_are_a_warning_until_they_can()
    {
        InterceptedTable table = null!;
        await using var app = await TestApp.StartAsync(
            TimeProvider.System,
            below => table = new InterceptedTable(below)
        );
        using var anonymous = app.Anonymous();
        using var alice = await app.SignedInAs("alice");
        using var bob = await app.SignedInAs("bob");
        var group = await alice.OpenWith(bob);
        table.BeforeWrite = (write, _) =>
            MessageEntry.IsKey(write.Key)
                ? Task.CompletedTask
                : throw new StorageException(StorageFault.Unavailable, "injected");

        await alice.Send(group, "Nobody hears of this yet");
        await Eventually.True(async () => (await WarningsAsync()).Contains("inboxes_behind"), "health tells");
        table.BeforeWrite = (_, _) => Task.CompletedTask;

        await bob.GroupOnceAt(group, 1);
        await Eventually.True(async () => !(await WarningsAsync()).Contains("inboxes_behind"), "it is over");

        async Task<string[]> WarningsAsync()
        {
            using var response = await anonymous.GetAsync("/api/health");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var health = await response.ReadJsonAsync();
            return
            [
                .. health.GetProperty("warnings").EnumerateArray().Select(it => it.GetProperty("code").GetString()!),
            ];
        }
    }
}
