using System.Net;
using System.Text;
using Cruddur.Lambda.Runtime;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Cruddur.Tests.Lambda;

/// <summary>The loop between Lambda's runtime API and a function, over real sockets.</summary>
public sealed class RuntimeLoopTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly CapturedLog _log = new();
    private readonly CancellationTokenSource _stop = new();
    private RuntimeStandIn _lambda = null!;
    private RuntimeApi _api = null!;
    private Task _running = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _lambda = await RuntimeStandIn.StartAsync();
        _api = RuntimeApi.At(_lambda.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_running.WaitAsync(Eventually.Patience)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _api.Dispose();
        await _lambda.DisposeAsync();
        _stop.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Each_event_is_answered_with_what_the_function_says_and_runs_under_its_trace()
    {
        Start((body, _) => Task.FromResult($$"""{"said":{{body}},"trace":"{{Trace()}}"}"""));

        var first = await InvokeAsync("1", traceId: "Root=1-5bef4de7;Sampled=1");
        var second = await InvokeAsync("2");

        Assert.Equal("response", first.Kind);
        Assert.Equal("""{"said":1,"trace":"Root=1-5bef4de7;Sampled=1"}""", first.Body.GetRawText());
        Assert.Equal("""{"said":2,"trace":""}""", second.Body.GetRawText());

        static string? Trace() => Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID");
    }

    [Fact]
    public async Task A_function_that_throws_is_an_error_and_the_next_event_is_answered()
    {
        Start((body, _) => body == "1" ? throw new InvalidOperationException("out of order") : Task.FromResult("2"));

        var failed = await InvokeAsync("1");
        var next = await InvokeAsync("2");

        Assert.Equal("error", failed.Kind);
        Assert.Equal("out of order", failed.ErrorMessage);
        Assert.Equal("Function.InvalidOperationException", failed.Body.GetProperty("errorType").GetString());
        Assert.Equal("Function.InvalidOperationException", failed.ErrorType);
        Assert.Equal("response", next.Kind);
        Assert.Contains("3104 The invocation request-1 failed.", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_whose_deadline_has_passed_is_an_error_without_a_call()
    {
        var called = new List<string>();
        Start(
            (body, _) =>
            {
                called.Add(body);
                return Task.FromResult("2");
            }
        );

        var late = await _lambda.InvokeAsync("1", _time.GetUtcNow() - TimeSpan.FromMinutes(1));
        var next = await InvokeAsync("2");

        Assert.Equal("Function.DeadlineException", late.ErrorType);
        Assert.Equal("response", next.Kind);
        Assert.Equal("2", Assert.Single(called));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Work_that_never_ends_is_an_error_before_the_deadline(bool listens)
    {
        var begun = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        Start(
            async (body, cancellationToken) =>
            {
                if (body == "2")
                {
                    return "2";
                }
                await using var _ = cancellationToken.Register(stopped.SetResult);
                begun.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, listens ? cancellationToken : default);
                return "1";
            }
        );
        var deadline = _time.GetUtcNow() + TimeSpan.FromSeconds(30);
        var answer = _lambda.InvokeAsync("1", deadline);
        await begun.Task;

        _time.Advance(deadline - _time.GetUtcNow() - RuntimeLoop.Margin);

        var late = await answer;
        Assert.True(_time.GetUtcNow() < deadline);
        Assert.Equal("Function.DeadlineException", late.ErrorType);
        Assert.Contains("time was over", late.ErrorMessage, StringComparison.Ordinal);
        Assert.True(stopped.Task.IsCompleted);
        Assert.Equal("response", (await InvokeAsync("2")).Kind);
    }

    [Fact]
    public async Task Stopping_ends_the_wait_for_an_event()
    {
        Start((_, _) => Task.FromResult("1"));
        await InvokeAsync("1");

        await _stop.CancelAsync();

        await _running;
    }

    [Fact]
    public async Task Stopping_lets_what_was_begun_be_answered()
    {
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource<string>();
        Start(
            (_, _) =>
            {
                begun.SetResult();
                return goOn.Task;
            }
        );
        var answer = InvokeAsync("1");
        await begun.Task;

        await _stop.CancelAsync();
        goOn.SetResult("7");

        Assert.Equal(7, (await answer).Body.GetInt32());
        await _running;
    }

    [Fact]
    public async Task An_answer_that_Lambda_does_not_take_is_told_and_the_next_event_is_answered()
    {
        Start((body, _) => Task.FromResult(body));
        _lambda.Status = HttpStatusCode.RequestEntityTooLarge;
        await InvokeAsync("1");
        // By then the first answer has been heard.
        await InvokeAsync("2");

        Assert.Contains(
            "3105 Lambda did not take the answer to the invocation request-1",
            _log.Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task When_Lambda_can_no_longer_be_spoken_to_the_loop_ends()
    {
        Start((body, _) => Task.FromResult(body));
        _lambda.Status = HttpStatusCode.InternalServerError;
        await InvokeAsync("1");

        await Assert.ThrowsAsync<RuntimeApiException>(() => _running);
    }

    private void Start(Func<string, CancellationToken, Task<string>> function)
    {
        var loop = new RuntimeLoop(
            _api,
            async (body, cancellationToken) =>
                Encoding.UTF8.GetBytes(await function(Encoding.UTF8.GetString(body.Span), cancellationToken)),
            _time,
            _log.CreateLogger("loop")
        );
        _running = loop.RunAsync(_stop.Token);
    }

    private Task<RuntimeAnswer> InvokeAsync(string body, string? traceId = null) =>
        _lambda.InvokeAsync(body, _time.GetUtcNow() + TimeSpan.FromMinutes(1), traceId);
}
