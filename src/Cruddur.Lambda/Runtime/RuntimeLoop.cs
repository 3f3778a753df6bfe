using Microsoft.Extensions.Logging;

namespace Cruddur.Lambda.Runtime;

/// <summary>Takes one event after another, and answers each: with what the function says, or with its failure.</summary>
internal sealed partial class RuntimeLoop(
    RuntimeApi api,
    Func<ReadOnlyMemory<byte>, CancellationToken, Task<byte[]>> function,
    TimeProvider time,
    ILogger logger
)
{
    // Where the AWS client, and whatever else traces, looks for it.
    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    /// <summary>What it takes to say so before Lambda ends the process, which says less.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    // Lambda's own limit; a timer could not take any number.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>Runs until it is stopped; what was begun then is answered first.</summary>
    /// <exception cref="RuntimeApiException">Lambda does not answer as it says.</exception>
    /// <exception cref="HttpRequestException">Lambda cannot be reached.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Invocation invocation;
            try
            {
                invocation = await api.NextAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            Environment.SetEnvironmentVariable(TraceVariable, invocation.TraceId);
            if (!await AnswerAsync(invocation))
            {
                LogRefused(invocation.RequestId);
            }
        }
    }

    /// <returns>Whether Lambda took the answer.</returns>
    private async Task<bool> AnswerAsync(Invocation invocation)
    {
        byte[] answer;
        try
        {
            answer = await CallAsync(invocation);
        }
        catch (Exception exception)
        {
            LogFailed(invocation.RequestId, exception);
            return await api.FailAsync(invocation.RequestId, exception, CancellationToken.None);
        }
        return await api.RespondAsync(invocation.RequestId, answer, CancellationToken.None);
    }

    private async Task<byte[]> CallAsync(Invocation invocation)
    {
        using var deadline = new CancellationTokenSource(TimeLeft(invocation), time);
        try
        {
            deadline.Token.ThrowIfCancellationRequested();
            // Not waiting longer than that, though the function may not listen.
            return await function(invocation.Body, deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception exception) when (deadline.IsCancellationRequested)
        {
            throw new DeadlineException(exception);
        }
    }

    private TimeSpan TimeLeft(Invocation invocation)
    {
        var left = invocation.DeadlineMilliseconds - time.GetUtcNow().ToUnixTimeMilliseconds();
        return TimeSpan.FromMilliseconds(Math.Clamp(left - Margin.TotalMilliseconds, 0, Longest.TotalMilliseconds));
    }

    [LoggerMessage(3104, LogLevel.Error, "The invocation {RequestId} failed.")]
    private partial void LogFailed(string requestId, Exception exception);

    [LoggerMessage(3105, LogLevel.Warning, "Lambda did not take the answer to the invocation {RequestId}.")]
    private partial void LogRefused(string requestId);
}

/// <summary>The function's time is over.</summary>
internal sealed class DeadlineException(Exception inner)
    : Exception(
        "The function's time was over before the batch was applied; Lambda delivers it again. If it happens again and again, "
            + "give the function a longer time-out or more memory, or its batches fewer records.",
        inner
    );
