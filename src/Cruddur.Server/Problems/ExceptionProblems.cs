using System.Text.Json;
using Cruddur.Cognito;
using Cruddur.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cruddur.Server.Problems;

/// <summary>Turns what went wrong into a problem: requests that cannot be read, storage that cannot answer, bugs.</summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    private const string RetryAfterSeconds = "1";

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }
        var problem = ProblemOf(exception);
        if (problem.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        }
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private ProblemHttpResult ProblemOf(Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ApiProblem.Of(ProblemCode.RequestTooLarge, RequestLimits.TooLargeDetail);
            case BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType }:
                return ApiProblem.Of(ProblemCode.UnsupportedMediaType, ProblemSetup.SendJson);
            case BadHttpRequestException { InnerException: JsonException json }:
                return ApiProblem.Of(ProblemCode.RequestMalformed, DetailOf(json));
            case BadHttpRequestException:
                return ApiProblem.Of(
                    ProblemCode.RequestMalformed,
                    "A parameter or the body is missing or not of its type; docs/api.md says what each should be."
                );
            case StorageException { Fault: StorageFault.Full } storage:
                LogStorage(storage.Fault, storage);
                return ApiProblem.Of(
                    ProblemCode.StorageFull,
                    "Nothing was written. Tell whoever runs this server to make room on its disk, then try again."
                );
            case StorageException { Fault: StorageFault.Unavailable or StorageFault.OutcomeUnknown } storage:
                LogStorage(storage.Fault, storage);
                return ApiProblem.Of(
                    ProblemCode.Busy,
                    "It is not known whether the request took effect. Send the same request again."
                );
            case StorageException storage:
                LogStorage(storage.Fault, storage);
                return ApiProblem.Of(
                    ProblemCode.StorageUnavailable,
                    "Tell whoever runs this server to look at its log; then try again."
                );
            case UserPoolException pool:
                LogPool(pool);
                return ApiProblem.Of(
                    ProblemCode.AccountsUnavailable,
                    "It is not known whether the request took effect. Send the same request again."
                );
            default:
                LogBug(exception);
                return ApiProblem.Of(
                    ProblemCode.InternalError,
                    "This is a bug. Tell whoever runs this server to look at its log."
                );
        }
    }

    // The path and place of the fault, but not the text around it, which may be a password or a message.
    private static string DetailOf(JsonException exception) =>
        exception.Path is { Length: > 0 } path and not "$"
            ? $"The body is not the JSON expected at {path}; docs/api.md says what it should be."
            : $"The body is not JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).";

    [LoggerMessage(4000, LogLevel.Error, "The storage engine could not answer a request: {Fault}.")]
    private partial void LogStorage(StorageFault fault, Exception exception);

    [LoggerMessage(4002, LogLevel.Error, "The pool that keeps the accounts could not answer a request.")]
    private partial void LogPool(Exception exception);

    [LoggerMessage(4001, LogLevel.Error, "A request met a bug.")]
    private partial void LogBug(Exception exception);
}
