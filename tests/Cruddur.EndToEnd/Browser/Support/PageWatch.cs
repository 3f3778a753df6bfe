using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Cruddur.EndToEnd.Browser.Support;

/// <summary>
/// Sees what a person in front of the page does not: errors in the console (a breach of the content security policy is
/// one), exceptions, dialogs, refused and lost requests. Whatever a test has not announced is a fault.
/// </summary>
internal sealed class PageWatch
{
    private readonly ConcurrentQueue<string> _seen = new();

    // Asking who is signed in is how the client finds out that nobody is.
    private readonly ConcurrentQueue<string> _expected = new(["401 GET /api/me"]);

    public PageWatch(IBrowserContext context)
    {
        context.Console += (_, message) => OnConsole(message);
        context.WebError += (_, error) => _seen.Enqueue($"exception: {error.Error}");
        context.Dialog += (_, dialog) => OnDialog(dialog);
        context.Response += (_, response) => OnResponse(response);
        context.RequestFailed += (_, request) => OnLost(request);
    }

    /// <summary>All of it, announced or not.</summary>
    public IEnumerable<string> Seen => _seen;

    public IEnumerable<string> Faults =>
        _seen.Where(seen => !_expected.Any(expected => seen.StartsWith(expected, StringComparison.Ordinal)));

    /// <param name="beginning">
    /// Of the fault, as in <c>"422 PUT /api/message_groups/"</c> or <c>"net::ERR_FAILED"</c>.
    /// </param>
    public void Expect(string beginning) => _expected.Enqueue(beginning);

    private void OnConsole(IConsoleMessage message)
    {
        // Refused and lost requests are counted by themselves, with their method and address.
        var aboutRequest = message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal);
        if (message.Type is "error" or "warning" && !aboutRequest)
        {
            _seen.Enqueue($"console: {message.Text}");
        }
    }

    private void OnDialog(IDialog dialog)
    {
        _seen.Enqueue($"dialog: {dialog.Message}");
        _ = dialog.DismissAsync();
    }

    private void OnResponse(IResponse response)
    {
        if (response.Status >= 400)
        {
            _seen.Enqueue($"{response.Status} {Describe(response.Request)}");
        }
    }

    private void OnLost(IRequest request)
    {
        // What leaving a page cuts off.
        if (request.Failure is not "net::ERR_ABORTED")
        {
            _seen.Enqueue($"{request.Failure} {Describe(request)}");
        }
    }

    private static string Describe(IRequest request) => $"{request.Method} {new Uri(request.Url).PathAndQuery}";
}
