using Cruddur.Runtime;
using Cruddur.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Cognito;

/// <summary>What the log says when somebody comes back from the pool's page and cannot be signed in.</summary>
public sealed class HostedPageFaultTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private PoolStandIn _pool = null!;

    public async ValueTask InitializeAsync() => _pool = await PoolStandIn.StartAsync(_time);

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    [Fact]
    public async Task A_fault_of_this_server_is_logged_as_one_with_where_it_was()
    {
        var uuids = new Uuids(_time);
        await using var app = await StartAsync(services => services.AddSingleton<IUuidSource>(uuids));
        uuids.AreGone = true;

        Assert.Equal("/sign-in?hosted=failed", await HostedVisit.ComeBackAsync(app));

        Assert.Contains(" 2306 ", app.Log.Text, StringComparison.Ordinal);
        Assert.Contains("There are no uuids left.", app.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(200, "<html>")]
    public async Task A_pool_that_gives_no_tokens_is_a_warning(int status, string body)
    {
        _pool.Instead["token"] = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        };
        await using var app = await StartAsync(_ => { });

        Assert.Equal("/sign-in?hosted=failed", await HostedVisit.ComeBackAsync(app));

        Assert.Contains(" 2305 ", app.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" 2306 ", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_and_the_secret_go_to_the_pool_and_nowhere_that_it_leads_to()
    {
        var asked = 0;
        _pool.Instead["token"] = context =>
        {
            Interlocked.Increment(ref asked);
            context.Response.Redirect("/oauth2/token", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        await using var app = await StartAsync(_ => { });

        Assert.Equal("/sign-in?hosted=failed", await HostedVisit.ComeBackAsync(app));

        Assert.Equal(1, asked);
    }

    private Task<TestApp> StartAsync(Action<IServiceCollection> services) =>
        TestApp.StartAsync(_time, services, [.. _pool.Settings, $"--Cognito:Domain={_pool.Endpoint}"]);

    private sealed class Uuids(TimeProvider time) : IUuidSource
    {
        private readonly UuidSource _uuids = new(time);

        public bool AreGone { get; set; }

        public Guid Next() => AreGone ? throw new InvalidOperationException("There are no uuids left.") : _uuids.Next();
    }
}
