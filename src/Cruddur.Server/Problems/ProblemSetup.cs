using Microsoft.AspNetCore.Diagnostics;

namespace Cruddur.Server.Problems;

/// <summary>Every refusal, also one that the framework makes, is a problem with a code.</summary>
internal static class ProblemSetup
{
    public const string SendJson = "Send JSON in UTF-8, with Content-Type: application/json.";

    public static IServiceCollection AddApiProblems(this IServiceCollection services) =>
        services
            .AddProblemDetails(options =>
                options.CustomizeProblemDetails = context =>
                    context.ProblemDetails.Instance = context.HttpContext.Request.Path
            )
            // A body or parameter that cannot be read is thrown to the exception handler, which knows the codes.
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true)
            .AddExceptionHandler<ExceptionProblems>();

    public static void UseApiProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(AnswerStatusAsync);
    }

    private static Task AnswerStatusAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var (code, detail) = http.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized => (
                ProblemCode.Unauthenticated,
                "Sign in, or send a valid access token as Authorization: Bearer."
            ),
            StatusCodes.Status404NotFound => (ProblemCode.NotFound, "Check the address; docs/api.md lists them all."),
            StatusCodes.Status405MethodNotAllowed => (
                ProblemCode.MethodNotAllowed,
                $"Use one of: {http.Response.Headers.Allow}."
            ),
            StatusCodes.Status413PayloadTooLarge => (ProblemCode.RequestTooLarge, RequestLimits.TooLargeDetail),
            StatusCodes.Status415UnsupportedMediaType => (ProblemCode.UnsupportedMediaType, SendJson),
            _ => (ProblemCode.RequestMalformed with { Status = http.Response.StatusCode }, "The request was refused."),
        };
        return ApiProblem.Of(code, detail).ExecuteAsync(http);
    }
}
