using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Cruddur.Lambda.Runtime;

/// <summary>
/// Lambda's side of a custom runtime, version 2018-06-01 (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
/// </summary>
internal sealed class RuntimeApi(HttpClient http) : IDisposable
{
    private const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";

    /// <param name="address">Host and port, as Lambda gives them.</param>
    public static RuntimeApi At(string address) =>
        new(
            new HttpClient
            {
                BaseAddress = new Uri($"http://{address}/2018-06-01/runtime/"),
                // Lambda answers when there is an event, and may suspend the machine until then.
                Timeout = Timeout.InfiniteTimeSpan,
            }
        );

    /// <summary>Waits for the next event, for as long as it takes.</summary>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync("invocation/next", cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new RuntimeApiException($"Lambda answered {(int)response.StatusCode} to the wish for an event.");
        }
        var deadline = HeaderOf(response, "Lambda-Runtime-Deadline-Ms");
        return new Invocation(
            HeaderOf(response, "Lambda-Runtime-Aws-Request-Id")
                ?? throw new RuntimeApiException("Lambda gave an event without a request id."),
            long.TryParse(deadline, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                ? milliseconds
                : throw new RuntimeApiException($"Lambda gave an event with the deadline '{deadline}'."),
            HeaderOf(response, "Lambda-Runtime-Trace-Id"),
            await response.Content.ReadAsByteArrayAsync(cancellationToken)
        );
    }

    /// <returns>Whether Lambda took it; it does not when its answer comes too late, or is too large.</returns>
    public async Task<bool> RespondAsync(string requestId, byte[] answer, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(answer);
        return await PostAsync($"invocation/{Uri.EscapeDataString(requestId)}/response", content, cancellationToken);
    }

    /// <returns>Whether Lambda took it.</returns>
    public Task<bool> FailAsync(string requestId, Exception exception, CancellationToken cancellationToken) =>
        PostErrorAsync(
            $"invocation/{Uri.EscapeDataString(requestId)}/error",
            exception,
            $"Function.{exception.GetType().Name}",
            cancellationToken
        );

    /// <summary>The function cannot take events at all.</summary>
    public Task FailInitAsync(Exception exception, CancellationToken cancellationToken) =>
        PostErrorAsync("init/error", exception, "Runtime.ConfigInvalid", cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<bool> PostErrorAsync(
        string path,
        Exception exception,
        string type,
        CancellationToken cancellationToken
    )
    {
        var error = new JsonObject { ["errorMessage"] = exception.Message, ["errorType"] = type };
        using var content = new StringContent(error.ToJsonString());
        content.Headers.Add(ErrorTypeHeader, type);
        return await PostAsync(path, content, cancellationToken);
    }

    private async Task<bool> PostAsync(string path, HttpContent content, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync(path, content, cancellationToken);
        // "Non-recoverable state. Runtime should exit promptly."
        return response.StatusCode >= HttpStatusCode.InternalServerError
            ? throw new RuntimeApiException($"Lambda answered {(int)response.StatusCode} to {path}.")
            : response.IsSuccessStatusCode;
    }

    private static string? HeaderOf(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}

/// <summary>An event for the function.</summary>
/// <param name="DeadlineMilliseconds">When Lambda ends the process if there is no answer, since 1970.</param>
internal sealed record Invocation(string RequestId, long DeadlineMilliseconds, string? TraceId, byte[] Body);

/// <summary>Lambda does not answer as it says: there is nothing to do but to end.</summary>
internal sealed class RuntimeApiException(string message) : Exception(message);
