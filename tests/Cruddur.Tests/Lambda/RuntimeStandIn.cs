using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Cruddur.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cruddur.Tests.Lambda;

/// <summary>Lambda's runtime API on this machine: gives the events of the test, keeps the answers.</summary>
internal sealed class RuntimeStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<GivenEvent> _events = Channel.CreateUnbounded<GivenEvent>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<RuntimeAnswer>> _answers = [];
    private readonly TaskCompletionSource<RuntimeAnswer> _initError = NewSource();
    private int _count;

    private RuntimeStandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        var runtime = _app.MapGroup("/2018-06-01/runtime");
        runtime.MapGet("/invocation/next", NextAsync);
        runtime.MapPost("/init/error", context => TakeAsync(context, "error", _initError));
        runtime.MapPost("/invocation/{id}/response", context => TakeAnswerAsync(context, "response"));
        runtime.MapPost("/invocation/{id}/error", context => TakeAnswerAsync(context, "error"));
    }

    /// <summary>What it says to answers of the function.</summary>
    public HttpStatusCode Status { get; set; } = HttpStatusCode.Accepted;

    /// <summary>As Lambda gives it in AWS_LAMBDA_RUNTIME_API.</summary>
    public string Address { get; private set; } = null!;

    /// <summary>The error of a function that could not start.</summary>
    public Task<RuntimeAnswer> InitError => _initError.Task.WaitAsync(Eventually.Patience);

    public static async Task<RuntimeStandIn> StartAsync()
    {
        var standIn = new RuntimeStandIn();
        await standIn._app.StartAsync();
        var addresses = standIn._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        standIn.Address = new Uri(addresses.Addresses.Single()).Authority;
        return standIn;
    }

    /// <summary>Gives an event to the function, as soon as it asks for one; what it answers.</summary>
    public Task<RuntimeAnswer> InvokeAsync(string body, DateTimeOffset deadline, string? traceId = null)
    {
        var id = $"request-{Interlocked.Increment(ref _count)}";
        var answer = _answers[id] = NewSource();
        Assert.True(_events.Writer.TryWrite(new GivenEvent(id, body, deadline, traceId)));
        return answer.Task.WaitAsync(Eventually.Patience);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task NextAsync(HttpContext context)
    {
        var given = await _events.Reader.ReadAsync(context.RequestAborted);
        var headers = context.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = given.Id;
        headers["Lambda-Runtime-Deadline-Ms"] = given
            .Deadline.ToUnixTimeMilliseconds()
            .ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:us-east-1:000000000000:function:test";
        if (given.TraceId is not null)
        {
            headers["Lambda-Runtime-Trace-Id"] = given.TraceId;
        }
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(given.Body, context.RequestAborted);
    }

    private Task TakeAnswerAsync(HttpContext context, string kind) =>
        TakeAsync(context, kind, _answers[(string)context.Request.RouteValues["id"]!]);

    private async Task TakeAsync(HttpContext context, string kind, TaskCompletionSource<RuntimeAnswer> source)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        string? type = context.Request.Headers["Lambda-Runtime-Function-Error-Type"];
        context.Response.StatusCode = (int)Status;
        Assert.True(source.TrySetResult(new RuntimeAnswer(kind, type, body.RootElement.Clone())), "answered twice");
    }

    private static TaskCompletionSource<RuntimeAnswer> NewSource() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record GivenEvent(string Id, string Body, DateTimeOffset Deadline, string? TraceId);
}

/// <param name="Kind"><c>response</c> or <c>error</c>.</param>
/// <param name="ErrorType">The header.</param>
internal sealed record RuntimeAnswer(string Kind, string? ErrorType, JsonElement Body)
{
    public string? ErrorMessage => Body.GetProperty("errorMessage").GetString();

    /// <summary>The sequence numbers of a batch's answer.</summary>
    public IReadOnlyList<string?> Failures =>
        [
            .. Body.GetProperty("batchItemFailures")
                .EnumerateArray()
                .Select(failure => failure.GetProperty("itemIdentifier").GetString()),
        ];
}
