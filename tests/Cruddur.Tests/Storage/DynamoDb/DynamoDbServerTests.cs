using Cruddur.Inbox;
using Cruddur.Storage.DynamoDb;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Storage.DynamoDb;

/// <summary>The server over DynamoDB, in every run of the tests; see <see cref="OnEveryEngineAttribute"/> for the rest.</summary>
public sealed class DynamoDbServerTests(Emulator emulator) : IAsyncLifetime
{
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(null, await emulator.SettingsOfNewTableAsync());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Two_people_talk_and_what_they_wrote_and_read_is_there_after_a_restart()
    {
        using var alice = await _app.SignedInAs("alice");
        using var bob = await _app.SignedInAs("bob");
        var group = await alice.OpenWith(bob);
        Assert.Equal(group, await bob.OpenWith(alice));
        for (var i = 1; i <= 25; i++)
        {
            await alice.Send(group, $"message {i}");
        }
        var row = await bob.GroupOnceAt(group, 25);
        Assert.Equal(25, row.GetProperty("unread_count").GetInt64());
        Assert.Equal("message 25", row.GetProperty("message").GetString());
        await bob.MarkRead(group, 20);

        await _app.RestartAsync();

        using var later = await _app.SignedInAs("bob");
        Assert.Equal(25, (await later.WholeLog(group)).Length);
        Assert.Equal(20, (await later.Messages(group)).Length);
        Assert.Equal(5, await later.UnreadCounter());
        await later.Send(group, "an answer");
        using var again = await _app.SignedInAs("alice");
        Assert.Equal(1, (await again.GroupOnceAt(group, 26)).GetProperty("unread_count").GetInt64());
    }

    [Fact]
    public async Task A_server_that_is_told_not_to_leaves_inboxes_to_the_Lambda()
    {
        var settings = await emulator.SettingsOfNewTableAsync();
        await using var server = await TestApp.StartAsync(null, [.. settings, "--Storage:FollowStream=false"]);
        using var alice = await server.SignedInAs("alice");
        using var bob = await server.SignedInAs("bob");
        var group = await alice.OpenWith(bob);
        await alice.Send(group, "hello");

        Assert.DoesNotContain(
            server.Services.GetServices<IProjection>(),
            projection => projection.GetType().Name.Contains("Stream", StringComparison.Ordinal)
        );
        // Another server of the same table stands in for it.
        await using var other = await TestApp.StartAsync(null, settings);
        await bob.GroupOnceAt(group, 1);
    }

    [Fact]
    public async Task An_attempt_may_take_as_long_as_the_settings_say()
    {
        var settings = await emulator.SettingsOfNewTableAsync();
        await using var server = await TestApp.StartAsync(null, [.. settings, "--Storage:AttemptTimeout=00:00:45"]);

        var connection = server.Services.GetRequiredService<DynamoDbConnection>();

        Assert.Equal(TimeSpan.FromSeconds(45), connection.Client.Config.Timeout);
    }

    [Fact]
    public async Task Health_names_the_engine()
    {
        using var anonymous = _app.Anonymous();

        var health = await anonymous.GetJsonAsync("/api/health");

        Assert.Equal("ok", health.GetProperty("status").GetString());
        Assert.Equal("dynamodb", health.GetProperty("engine").GetString());
    }
}
