namespace Cruddur.Server.RateLimits;

/// <summary>
/// Tells callers how their limits stand: <c>RateLimit-Policy</c> and <c>RateLimit</c> of
/// draft-ietf-httpapi-ratelimit-headers-11, and <c>Retry-After</c> when one refuses.
/// </summary>
internal static class RateLimitHeaders
{
    public const string Policy = "RateLimit-Policy";
    public const string Limit = "RateLimit";

    public static void Add(HttpContext context, RateLimitAnswer answer)
    {
        var answers = context.Features.Get<Answers>();
        if (answers is null)
        {
            answers = new Answers(context.Response);
            context.Features.Set(answers);
            // At the start of the answer, as handling an exception clears the headers set before.
            context.Response.OnStarting(Write, answers);
        }
        answers.Taken.Add(answer);
    }

    private static Task Write(object state)
    {
        var answers = (Answers)state;
        var headers = answers.Response.Headers;
        var taken = answers.Taken;
        headers[Policy] = string.Join(", ", taken.Select(answer => answer.Limit.Policy));
        headers[Limit] = string.Join(", ", taken.Select(answer => answer.ToString()));
        if (taken[^1] is { IsAllowed: false } refused)
        {
            headers.RetryAfter = $"{refused.Seconds}";
        }
        return Task.CompletedTask;
    }

    private sealed class Answers(HttpResponse response)
    {
        public HttpResponse Response { get; } = response;

        public List<RateLimitAnswer> Taken { get; } = [];
    }
}
