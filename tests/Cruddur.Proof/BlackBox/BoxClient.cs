using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cruddur.Proof.Live;

namespace Cruddur.Proof.BlackBox;

/// <summary>A person with an account, known to every server by one token.</summary>
internal sealed class BoxClient(HttpClient http, IReadOnlyList<Uri> servers, Guid user, string token)
{
    private const string Password = "correct-horse-battery";

    /// <summary>Whoever waits longer gives up, and asks another server.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>No server is away for so long.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public Guid User => user;

    public static async Task<BoxClient> SignUpAsync(HttpClient http, IReadOnlyList<Uri> servers, string handle)
    {
        var account = new
        {
            handle,
            display_name = handle,
            email = $"{handle}@example.test",
            password = Password,
        };
        using var created = await http.PostAsJsonAsync(new Uri(servers[0], "/api/accounts"), account);
        created.EnsureSuccessStatusCode();
        var login = new { login = handle, password = Password };
        using var signedIn = await http.PostAsJsonAsync(new Uri(servers[0], "/api/tokens"), login);
        signedIn.EnsureSuccessStatusCode();
        var token = (await signedIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
        var nobody = new BoxClient(http, servers, default, token);
        var me = await nobody.AskUntilAnsweredAsync(() => 0, HttpMethod.Get, "/api/me");
        return new BoxClient(http, servers, me.GetProperty("uuid").GetGuid(), token);
    }

    /// <summary>Asks one server after another until one answers.</summary>
    public async Task<JsonElement> AskUntilAnsweredAsync(
        Func<int> chooseServer,
        HttpMethod method,
        string address,
        object? body = null
    )
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < LongestSilence)
        {
            if (await TryAskAsync(servers[chooseServer()], method, address, body) is { } answer)
            {
                return answer;
            }
        }
        throw new UnexpectedAnswerException($"{method} {address}: no answer from any server");
    }

    /// <returns>Null when there was no answer, or it was "later": then it may have been done.</returns>
    /// <exception cref="UnexpectedAnswerException">It was refused, which nothing here should be.</exception>
    public async Task<JsonElement?> TryAskAsync(Uri server, HttpMethod method, string address, object? body = null)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            using var request = Request(server, method, address);
            request.Content = body is null ? null : JsonContent.Create(body);
            using var response = await http.SendAsync(request, patience.Token);
            if (response.IsSuccessStatusCode)
            {
                return await response.Content.ReadFromJsonAsync<JsonElement>(patience.Token);
            }
            if (response.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
            {
                var words = await response.Content.ReadAsStringAsync(patience.Token);
                throw new UnexpectedAnswerException($"{method} {address}: {(int)response.StatusCode} {words}");
            }
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The server is dead, stands still, or died in the middle.
        }
        await Task.Delay(Pause, TimeProvider.System);
        return null;
    }

    /// <summary>Opens a live stream.</summary>
    public async Task<HttpResponseMessage> ListenAsync(Uri server, string? cursor, CancellationToken cancellationToken)
    {
        using var request = Request(server, HttpMethod.Get, "/api/events");
        if (cursor is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", cursor);
        }
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The log of a group behind a sequence, as one server gives it, or another where it does not answer.</summary>
    public async Task<List<HeldMessage>> LogAsync(Func<int> chooseServer, Guid group, long after)
    {
        var all = new List<HeldMessage>();
        while (true)
        {
            var address = $"/api/messages/{group}?limit=100&after_seq={(all.Count == 0 ? after : all[^1].Seq)}";
            var page = await AskUntilAnsweredAsync(chooseServer, HttpMethod.Get, address);
            all.AddRange(page.EnumerateArray().Select(Message));
            if (page.GetArrayLength() < 100)
            {
                return all;
            }
        }
    }

    public static HeldMessage Message(JsonElement message) =>
        new(
            message.GetProperty("seq").GetInt64(),
            message.GetProperty("uuid").GetGuid(),
            message.GetProperty("user_uuid").GetGuid(),
            message.GetProperty("message").GetString()!,
            message.GetProperty("created_at").GetDateTimeOffset()
        );

    private HttpRequestMessage Request(Uri server, HttpMethod method, string address)
    {
        var request = new HttpRequestMessage(method, new Uri(server, address));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}

/// <summary>A server refused what it should not, or is silent for good.</summary>
internal sealed class UnexpectedAnswerException(string message) : Exception(message);
