using Cruddur.Tests.Support;

namespace Cruddur.Tests.Accounts;

[OnEveryEngine]
[OnEveryDirectory]
public sealed class LockoutTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private TestApp _app = null!;
    private Person _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time);
        _alice = await _app.SignedInAs("alice");
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_five_minutes()
    {
        await Guess(5);
        Assert.False(await SignsIn());

        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.False(await SignsIn());

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await SignsIn());
    }

    [Fact]
    public async Task Four_wrong_passwords_do_not_and_a_right_one_forgets_them()
    {
        await Guess(4);
        Assert.True(await SignsIn());
        await Guess(4);
        Assert.True(await SignsIn());
    }

    [Fact]
    public async Task Guesses_while_locked_do_not_lock_for_longer()
    {
        await Guess(5);
        _time.Advance(TimeSpan.FromMinutes(4));
        await Guess(10);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await SignsIn());
    }

    [Fact]
    public async Task After_a_lock_the_count_begins_anew()
    {
        await Guess(5);
        _time.Advance(TimeSpan.FromMinutes(5));
        await Guess(4);
        Assert.True(await SignsIn());
    }

    [Fact]
    public async Task Wrong_passwords_that_come_at_once_all_count()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Guess(1)));

        Assert.False(await SignsIn());
    }

    [Fact]
    public async Task A_locked_account_keeps_its_sessions()
    {
        await Guess(5);

        await _alice.Client.GetJsonAsync("/api/me");
    }

    [Fact]
    public async Task Guessing_the_current_password_in_a_session_locks_too()
    {
        for (var i = 0; i < 5; i++)
        {
            using var browser = Browser.On(_app);
            using var response = await browser.Send(
                HttpMethod.Put,
                "/api/me/password",
                new { current_password = "a guess", new_password = "another password" },
                ("Authorization", _alice.Client.DefaultRequestHeaders.Authorization!.ToString())
            );
            await response.ShouldBeProblemAsync(System.Net.HttpStatusCode.UnprocessableEntity, "password_wrong");
        }

        Assert.False(await SignsIn());
    }

    [Fact]
    public async Task The_settings_say_how_many_wrong_passwords_lock_and_for_how_long()
    {
        await _app.DisposeAsync();
        _app = await TestApp.StartAsync(_time, "--Accounts:LockoutThreshold=2", "--Accounts:LockoutDuration=00:00:30");
        using var alice = await _app.SignedInAs("alice");

        await Guess(1);
        Assert.True(await SignsIn());
        await Guess(2);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(await SignsIn());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await SignsIn());
    }

    private async Task Guess(int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var browser = Browser.On(_app);
            using var response = await browser.SignIn("alice", $"guess number {i}");
            Assert.False(response.IsSuccessStatusCode);
        }
    }

    private async Task<bool> SignsIn()
    {
        using var browser = Browser.On(_app);
        using var response = await browser.SignIn("alice");
        return response.IsSuccessStatusCode;
    }
}
