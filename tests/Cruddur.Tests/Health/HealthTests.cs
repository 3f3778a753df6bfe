using System.Net;
using Cruddur.Inbox;
using Cruddur.MessageGroups;
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
        Assert.Equal("table", health.GetProperty("directory").GetString());
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

        var health = await HealthEndpoint.Get(table, projection, directory: null, CancellationToken.None);

        Assert.Equal((int)HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("read_only", health.Value!.Status);
    }
}
