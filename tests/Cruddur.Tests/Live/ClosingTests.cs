using System.Net;
using Cruddur.Server.Accounts;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Live;

[OnEveryEngine]
public sealed class ClosingTests : IAsyncLifetime
{
    private const string NewPassword = "another-battery";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // Not in whole times of a minute, at which streams look at the account.
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(1.75);

    private readonly ManualTimeProvider _time = new();
    private TestApp _app = null!;
    private Person _alice = null!;
    private Person _bob = null!;
    private Guid _group;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time, $"--Accounts:AccessTokenLifetime={TokenLifetime}");
        _alice = await _app.SignedInAs("alice");
        _bob = await _app.SignedInAs("bob");
        _group = await _alice.OpenWith(_bob);
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        _bob.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_that_does_not_read_is_cut_and_the_others_go_on()
    {
        await using var slow = await EventStream.OpenAsync(_bob);
        await using var quick = await EventStream.OpenAsync(_bob);
        // More than 256 events, and the some dozens that the connection itself holds.
        var text = new string('x', 1000);
        const int messages = 400;
        for (var seq = 1; seq <= messages; seq++)
        {
            await _alice.Send(_group, text);
            await quick.Until("message.created", data => data.GetProperty("seq").GetInt64() == seq);
        }

        Assert.False(await slow.Ended());
        await quick.UntilRowAt(messages);
        // Its place is free again.
        await using var again = await EventStream.OpenAsync(_bob);
        Assert.Equal("ready", (await again.Next()).Type);
    }

    [Fact]
    public async Task One_person_has_at_most_six_streams_on_a_server()
    {
        var streams = new List<EventStream>();
        for (var i = 0; i < 6; i++)
        {
            streams.Add(await EventStream.OpenAsync(_bob));
        }
        using var seventh = await EventStream.TryOpenAsync(_bob.Client);
        await seventh.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too_many_streams");
        Assert.NotNull(seventh.Headers.RetryAfter);
        await using (await EventStream.OpenAsync(_alice))
        {
            // Somebody else may.
        }
        await streams[0].DisposeAsync();
        await Eventually.True(
            async () =>
            {
                using var response = await EventStream.TryOpenAsync(_bob.Client);
                return response.IsSuccessStatusCode;
            },
            "a stream that its client left makes room for another"
        );
        foreach (var stream in streams.Skip(1))
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task Signing_out_closes_the_streams_of_that_session_and_of_no_other()
    {
        using var browser = await SignIn();
        using var other = await SignIn();
        await using var own = await EventStream.OpenAsync(_app, browser.Cookie!);
        await using var others = await EventStream.OpenAsync(_app, other.Cookie!);
        await using var program = await EventStream.OpenAsync(_bob);

        using var response = await browser.Send(HttpMethod.Delete, "/api/session");

        Assert.True(await own.Ended());
        await _alice.Send(_group, "still there?");
        await others.Next("message.created");
        await program.Next("message.created");
    }

    [Fact]
    public async Task A_changed_password_closes_all_streams_of_the_person()
    {
        using var browser = await SignIn();
        await using var own = await EventStream.OpenAsync(_app, browser.Cookie!);
        await using var program = await EventStream.OpenAsync(_bob);
        await using var alice = await EventStream.OpenAsync(_alice);

        using var response = await browser.Send(
            HttpMethod.Put,
            "/api/me/password",
            new { current_password = TestApp.Password, new_password = NewPassword }
        );

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.True(await own.Ended());
        Assert.True(await program.Ended());
        await using var again = await EventStream.OpenAsync(_app, browser.Cookie!);
        using var refused = await EventStream.TryOpenAsync(_bob.Client);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await _alice.Send(_group, "hello");
        await again.Next("message.created");
        await alice.Next("message.created");
    }

    [Fact]
    public async Task A_password_that_was_changed_on_another_node_closes_streams_within_a_minute()
    {
        await using var bob = await EventStream.OpenAsync(_bob);
        await using var alice = await EventStream.OpenAsync(_alice);
        // What another node does: the same table, but not this node's streams.
        var accounts = _app.Services.GetRequiredService<IAccounts>();
        Assert.True(Password.TryParse(NewPassword, out var password, out _));
        var cancel = TestContext.Current.CancellationToken;
        Assert.IsType<ChangePasswordResult.Changed>(
            await accounts.ChangePasswordAsync(_bob.Uuid, TestApp.Password, password, cancel)
        );
        await _alice.Send(_group, "hello");
        await bob.Next("message.created");

        await PassAsync(TimeSpan.FromMinutes(1), bob, alice);
    }

    [Fact]
    public async Task A_stream_does_not_outlive_its_token()
    {
        using var browser = await SignIn();
        await using var program = await EventStream.OpenAsync(_bob);
        await using var session = await EventStream.OpenAsync(_app, browser.Cookie!);

        await program.Next("heartbeat");
        await PassAsync(TokenLifetime, program, session);
        _time.Advance(Heartbeat);
        await session.Next("heartbeat");
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_streams()
    {
        await using var stream = await EventStream.OpenAsync(_bob);
        await stream.Next("heartbeat");

        var restarted = _app.RestartAsync();

        Assert.True(await stream.Ended());
        await restarted;
    }

    /// <summary>
    /// Lets time pass in steps, each as long as a heartbeat; within the last one a stream ends and another stays. The
    /// first heartbeat of the one that ends was read before, that of the other was not: so a step is taken when both
    /// have told that they came to the one before, and none looks at the time a step late.
    /// </summary>
    private async Task PassAsync(TimeSpan time, EventStream ends, EventStream stays)
    {
        await stays.Next("heartbeat");
        for (var left = time; left > TimeSpan.Zero; left -= Heartbeat)
        {
            _time.Advance(Heartbeat);
            await stays.Next("heartbeat");
            if (left > Heartbeat)
            {
                await ends.Next("heartbeat");
            }
        }
        Assert.True(await ends.Ended());
    }

    private async Task<Browser> SignIn()
    {
        var browser = Browser.On(_app);
        using var response = await browser.SignIn("bob");
        return browser;
    }
}
