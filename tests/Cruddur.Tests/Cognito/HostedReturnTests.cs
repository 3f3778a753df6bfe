using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cognito;

/// <summary>Where signing in on the pool's page leads: to where somebody wanted to be, and never to another site.</summary>
public sealed class HostedReturnTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private PoolStandIn _pool = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _pool = await PoolStandIn.StartAsync(_time);
        _app = await TestApp.StartAsync(_time, [.. _pool.Settings, $"--Cognito:Domain={_pool.Endpoint}"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
        await _pool.DisposeAsync();
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/@bob", "/@bob")]
    [InlineData("/messages/new/bob?a=b&c=//d#e", "/messages/new/bob?a=b&c=//d#e")]
    [InlineData("/@bób", "/@b%C3%B3b")]
    [InlineData("/settings/../messages", "/messages")]
    public async Task A_path_of_this_site_is_followed(string wanted, string reached) =>
        Assert.Equal(reached, await ComeBackAsync(wanted));

    [Theory]
    [InlineData("")]
    [InlineData("messages")]
    [InlineData("elsewhere.example")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("HTTPS:elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("//elsewhere.example")]
    [InlineData("///elsewhere.example")]
    [InlineData("//elsewhere.example@here.invalid/")]
    [InlineData("//here.invalid/")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("\\\\elsewhere.example")]
    [InlineData("/messages\\..\\..")]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("/\n/elsewhere.example")]
    [InlineData("/\u0000/elsewhere.example")]
    [InlineData("\t//elsewhere.example")]
    [InlineData(" //elsewhere.example")]
    [InlineData(" /messages")]
    [InlineData("/messages\r\nSet-Cookie: a=b")]
    [InlineData("/.//elsewhere.example")]
    [InlineData("/a/..//elsewhere.example")]
    [InlineData("/%2e//elsewhere.example")]
    [InlineData("~/messages")]
    [InlineData("?return_to=//elsewhere.example")]
    [InlineData("/api/session/hosted")]
    [InlineData("/API/session/hosted")]
    public async Task Anything_else_leads_home(string wanted) => Assert.Equal("/", await ComeBackAsync(wanted));

    [Fact]
    public async Task Who_could_not_be_signed_in_may_try_again_and_be_where_they_wanted_to_be()
    {
        _pool.Status("token", 500);
        Assert.Equal("/sign-in?hosted=failed&return_to=%2F%40bob", await ComeBackAsync("/@bob"));
        Assert.Equal("/sign-in?hosted=failed", await ComeBackAsync("//elsewhere.example"));
    }

    [Fact]
    public async Task So_may_who_was_turned_away_only_after_the_pool_gave_its_tokens()
    {
        _pool.Status("GetUser", 500);
        Assert.Equal("/sign-in?hosted=failed&return_to=%2Fsettings", await ComeBackAsync("/settings"));
    }

    private Task<string> ComeBackAsync(string wanted) =>
        HostedVisit.ComeBackAsync(_app, $"?return_to={Uri.EscapeDataString(wanted)}");
}
