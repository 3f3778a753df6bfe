using Cruddur.Live;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Live;

/// <summary>The epoch is renewed under a running server, as by <c>cruddur ddb renew-epoch</c>.</summary>
public sealed class EpochWatchTests : IAsyncLifetime
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly ManualTimeProvider _time = new();
    private TestApp _app = null!;
    private Person _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time, table => table);
        _alice = await _app.SignedInAs("alice");
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task Streams_end_within_a_minute_and_a_heartbeat_and_come_back_to_a_reset()
    {
        await using var stream = await EventStream.OpenAsync(_alice);
        var cursor = (await stream.Next("heartbeat")).Id;

        await RenewAsync();
        _time.Advance(Heartbeat);

        Assert.True(await stream.Ended());
        await using var next = await EventStream.OpenAsync(_alice, lastEventId: cursor);
        Assert.Equal("ready reset heartbeat", (await next.Until("heartbeat")).Types());
    }

    [Fact]
    public async Task A_client_without_streams_is_told_as_soon()
    {
        var cursor = (await _alice.Client.GetJsonAsync("/api/sync")).GetProperty("cursor").GetString();

        await RenewAsync();

        var sync = await _alice.Client.GetJsonAsync($"/api/sync?cursor={cursor}");
        Assert.True(sync.GetProperty("reset").GetBoolean());
    }

    private async Task RenewAsync()
    {
        var elsewhere = new StoreEpoch(_app.Services.GetRequiredService<ITable>(), new UuidSource(_time));
        await elsewhere.RenewAsync(TestContext.Current.CancellationToken);
        var here = _app.Services.GetRequiredService<StoreEpoch>();
        Assert.NotEqual(elsewhere.Current, here.Current, StringComparer.Ordinal);
        _time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.True(
            () => Task.FromResult(elsewhere.Current == here.Current),
            "the server knows the new epoch"
        );
    }
}
