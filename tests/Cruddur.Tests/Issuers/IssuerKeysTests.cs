using System.Net;
using Cruddur.Server.Issuers;
using Cruddur.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Cruddur.Tests.Issuers;

public sealed class IssuerKeysTests : IAsyncLifetime
{
    private readonly IssuerWorld _world = new();

    public async ValueTask InitializeAsync() => await _world.StartAsync(SigningKey.First);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private TokenForge BySecond => new(_world.Keys.Issuer, SigningKey.Second, _world.Time);

    [Fact]
    public async Task A_new_key_is_found_when_a_token_comes_by_it()
    {
        _world.Keys.Keys = [SigningKey.First, SigningKey.Second];
        _world.Time.Advance(IssuerKeys.LeastPause);

        Assert.Equal(200, await _world.StatusOf(BySecond.Good()));
        Assert.Equal(200, await _world.StatusOf(_world.Forge.Good()));
        Assert.Equal(2, _world.Keys.Requests);
    }

    [Fact]
    public async Task A_key_that_is_withdrawn_is_good_no_more()
    {
        _world.Keys.Keys = [SigningKey.Second];
        _world.Time.Advance(IssuerKeys.Fresh + TimeSpan.FromSeconds(1));

        // Still by the kept ones, while others are fetched.
        Assert.Equal(200, await _world.StatusOf(_world.Forge.Good()));
        await Eventually.True(async () => await _world.StatusOf(_world.Forge.Good()) == 401, "the key is withdrawn");
        Assert.Equal(200, await _world.StatusOf(BySecond.Good()));
    }

    [Fact]
    public async Task Keys_in_use_are_fetched_again_in_the_background()
    {
        // Nobody waits for it: it is answered while the issuer does not answer at all.
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        _world.Keys.Instead = async context =>
        {
            asked.TrySetResult();
            await answer.Task.WaitAsync(context.RequestAborted);
        };
        _world.Time.Advance(IssuerKeys.Fresh + TimeSpan.FromSeconds(1));

        Assert.Equal(200, await _world.StatusOf(_world.Forge.Good()));
        await asked.Task.WaitAsync(Eventually.Patience);
        Assert.Equal(200, await _world.StatusOf(_world.Forge.Good()));
        Assert.Equal(2, _world.Keys.Requests);
        answer.SetResult();
    }

    [Fact]
    public async Task Made_up_kids_do_not_turn_the_server_against_the_issuer()
    {
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(401, await _world.StatusOf(_world.Forge.WithHeader(header => header["kid"] = $"made-up-{i}")));
        }
        Assert.Equal(1, _world.Keys.Requests);

        _world.Time.Advance(IssuerKeys.LeastPause);
        var many = Enumerable
            .Range(0, 50)
            .Select(i => _world.StatusOf(_world.Forge.WithHeader(header => header["kid"] = $"other-{i}")));
        Assert.All(await Task.WhenAll(many), status => Assert.Equal(401, status));
        Assert.Equal(2, _world.Keys.Requests);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("redirect")]
    [InlineData("no JSON")]
    [InlineData("no keys")]
    [InlineData("weak keys only")]
    [InlineData("too large")]
    [InlineData("too many")]
    [InlineData("cut")]
    public async Task The_keys_of_before_go_on_while_the_issuer_gives_no_usable_answer(string answer)
    {
        Fail(answer);
        _world.Time.Advance(IssuerKeys.Fresh + TimeSpan.FromSeconds(1));
        Assert.Equal(200, await _world.StatusOf(_world.Forge.Good()));
        await Eventually.True(
            () => Task.FromResult(_world.App.Log.Text.Contains(" 2201 ", StringComparison.Ordinal)),
            "told"
        );

        _world.Time.Advance(IssuerKeys.MostStale - TimeSpan.FromHours(1));
        Assert.Equal(200, await _world.StatusOf(_world.Forge.Good()));
        // It may be by a new key: that it is none is not known.
        Assert.Equal(503, await _world.StatusOf(BySecond.Good()));
        _world.Keys.Instead = null;
        _world.Time.Advance(IssuerKeys.PauseAfterFailure);
        Assert.Equal(401, await _world.StatusOf(BySecond.Good()));
    }

    [Fact]
    public async Task Keys_of_a_day_ago_are_believed_no_more()
    {
        Fail("status");
        _world.Time.Advance(IssuerKeys.MostStale + TimeSpan.FromSeconds(1));

        using var response = await _world.Ask(_world.Forge.Good());

        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "issuer_unavailable");
        Assert.NotNull(response.Headers.RetryAfter);

        _world.Keys.Instead = null;
        _world.Time.Advance(IssuerKeys.PauseAfterFailure);
        Assert.Equal(200, await _world.StatusOf(_world.Forge.Good()));
    }

    [Fact]
    public async Task Of_two_keys_by_one_name_neither_is_believed()
    {
        _world.Keys.Keys = [SigningKey.First, SigningKey.Second, SigningKey.OfCurve.Named("second")];
        _world.Time.Advance(IssuerKeys.LeastPause);

        Assert.Equal(401, await _world.StatusOf(BySecond.Good()));
        Assert.Equal(200, await _world.StatusOf(_world.Forge.Good()));
    }

    private void Fail(string answer) =>
        _world.Keys.Instead = answer switch
        {
            "status" => context => Status(context, 500),
            "redirect" => context =>
            {
                context.Response.Headers.Location = "/.well-known/openid-configuration";
                return Status(context, 302);
            },
            "no JSON" => context => context.Response.WriteAsync("<html>"),
            "no keys" => context => context.Response.WriteAsJsonAsync(new { keys = Array.Empty<object>() }),
            "weak keys only" => context =>
                context.Response.WriteAsJsonAsync(new { keys = new[] { SigningKey.Small.ToJwk() } }),
            "too large" => context => context.Response.WriteAsync(new string(' ', 300 * 1024)),
            "too many" => context =>
                context.Response.WriteAsJsonAsync(
                    new { keys = Enumerable.Range(0, 101).Select(i => SigningKey.First.Named($"{i}").ToJwk()) }
                ),
            _ => context =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
        };

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
