using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using Cruddur.EndToEnd.Support;
using Microsoft.Playwright;

namespace Cruddur.EndToEnd.Browser.Support;

/// <summary>Stands between a page and the server where messages are sent, and decides how each attempt ends.</summary>
internal sealed partial class SendInterception
{
    private readonly Channel<Attempt> _attempts = Channel.CreateUnbounded<Attempt>();

    /// <summary>How attempts end from now on.</summary>
    public Func<IRoute, Task> Ending { get; set; } = Deliver;

    public static Task Deliver(IRoute route) => route.ContinueAsync();

    /// <summary>It does not reach the server.</summary>
    public static Task Cut(IRoute route) => route.AbortAsync();

    /// <summary>Nothing comes of it, for as long as the page lives.</summary>
    public static Func<IRoute, Task> Hang { get; } = _ => new TaskCompletionSource().Task;

    /// <summary>It reaches the server, whose answer does not come back.</summary>
    public static async Task LoseAnswer(IRoute route)
    {
        await route.FetchAsync();
        await route.AbortAsync();
    }

    public static Func<IRoute, Task> Refuse(int status, string code, string detail) =>
        route =>
            route.FulfillAsync(
                new()
                {
                    Status = status,
                    ContentType = "application/problem+json",
                    Body = JsonSerializer.Serialize(
                        new
                        {
                            title = "Refused.",
                            status,
                            code,
                            detail,
                        }
                    ),
                }
            );

    public static async Task<SendInterception> BeforeAsync(BrowserPerson person)
    {
        var interception = new SendInterception();
        await person.Page.RouteAsync(
            SendAddress(),
            async route =>
            {
                var body = JsonElement.Parse(route.Request.PostData!);
                var attempt = new Attempt(
                    new Uri(route.Request.Url).AbsolutePath,
                    body.GetProperty("base").GetInt64(),
                    body.GetProperty("message").GetString()!
                );
                await interception.Ending(route);
                interception._attempts.Writer.TryWrite(attempt);
            }
        );
        return interception;
    }

    /// <summary>The next attempt, once it has ended.</summary>
    public async Task<Attempt> NextAsync() => await _attempts.Reader.ReadAsync().AsTask().WaitAsync(Patience.ForAll);

    /// <summary>All attempts that nobody has asked for.</summary>
    public IReadOnlyList<Attempt> Rest()
    {
        var rest = new List<Attempt>();
        while (_attempts.Reader.TryRead(out var attempt))
        {
            rest.Add(attempt);
        }
        return rest;
    }

    /// <param name="Address">Holds the message_uuid.</param>
    public sealed record Attempt(string Address, long Base, string Message);

    [GeneratedRegex("/api/message_groups/[^/]+/messages/[^/]+$", RegexOptions.None, 1000)]
    private static partial Regex SendAddress();
}
