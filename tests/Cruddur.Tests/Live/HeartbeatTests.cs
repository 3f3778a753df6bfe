using Cruddur.Live;
using Cruddur.Server.Live;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cruddur.Tests.Live;

[OnEveryEngine]
public sealed class HeartbeatTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly ManualTimeProvider _time = new();
    private TestApp _app = null!;
    private Person _alice = null!;
    private Person _bob = null!;
    private Guid _group;

    public async ValueTask InitializeAsync()
    {
        await StartAsync(_ => { });
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        _bob.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task Its_digest_is_that_of_the_groups_that_the_API_lists()
    {
        await using var stream = await EventStream.OpenAsync(_bob);
        Assert.Equal("00000000", (await stream.Next("heartbeat")).Data.GetProperty("digest").GetString());
        using var carol = await _app.SignedInAs("carol");
        var other = await carol.OpenWith(_bob);
        for (var i = 1; i <= 12; i++)
        {
            await _alice.Send(_group, $"message {i}");
        }
        await carol.Send(other, "hello");
        await _bob.MarkRead(_group, 7);
        await _bob.GroupOnceAt(_group, 12);
        await _bob.GroupOnceAt(other, 1);

        _time.Advance(Interval);

        var heartbeat = await stream.Next("heartbeat");
        Assert.Equal(await Digests.OfGroups(_bob), heartbeat.Data.GetProperty("digest").GetString());
        Assert.Equal(6, heartbeat.Data.GetProperty("unread_count").GetInt64());
    }

    [Fact]
    public async Task It_comes_every_fifteen_seconds_and_not_sooner()
    {
        await using var stream = await EventStream.OpenAsync(_bob);
        var first = await stream.Next("heartbeat");
        _time.Advance(Interval - TimeSpan.FromSeconds(1));
        await _alice.Send(_group, "hello");
        await stream.UntilRowAt(1);
        _time.Advance(TimeSpan.FromSeconds(1));

        var second = await stream.Next();

        Assert.Equal("heartbeat", second.Type);
        Assert.NotEqual(first.Id, second.Id, StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_was_never_told_is_told_with_the_next_one()
    {
        await _app.DisposeAsync();
        // Neither the node that does something nor the table's changes tell it.
        await StartAsync(services =>
        {
            services.RemoveAll<ILiveObserver>();
            services.Remove(services.Single(service => service.ImplementationType == typeof(LiveFeed)));
        });
        await using var stream = await EventStream.OpenAsync(_bob);
        await stream.Next("heartbeat");
        await _alice.Send(_group, "unheard");
        await _bob.GroupOnceAt(_group, 1);

        _time.Advance(Interval);

        var row = await stream.Next();
        Assert.Equal("inbox.changed", row.Type);
        Assert.Equal("unheard", row.Row.GetProperty("message").GetString());
        var heartbeat = await stream.Next();
        Assert.Equal("heartbeat", heartbeat.Type);
        Assert.Equal(await Digests.OfGroups(_bob), heartbeat.Data.GetProperty("digest").GetString());
    }

    private async Task StartAsync(Action<IServiceCollection> services)
    {
        _app = await TestApp.StartAsync(_time, services);
        _alice = await _app.SignedInAs("alice");
        _bob = await _app.SignedInAs("bob");
        _group = await _alice.OpenWith(_bob);
    }
}
