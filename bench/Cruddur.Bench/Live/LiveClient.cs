using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Cruddur.Bench.Live;

/// <summary>One person's stream of events, read to its end.</summary>
internal static class LiveClient
{
    private const int OpenedAtOnce = 16;

    /// <summary>Opens so many streams, one for each person in turn, and waits until each has caught up.</summary>
    /// <param name="created">Called with a person and the message that their stream told.</param>
    public static async Task OpenAsync(
        HttpClient http,
        LiveWorld world,
        int streams,
        Action<int, Guid> created,
        CancellationToken cancellationToken
    ) =>
        await Parallel.ForAsync(
            0,
            streams,
            new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce, CancellationToken = cancellationToken },
            async (i, _) =>
            {
                var person = i % world.Tokens.Count;
                var isCaughtUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var listening = ListenAsync(
                    http,
                    world.Tokens[person],
                    isCaughtUp,
                    message => created(person, message),
                    cancellationToken
                );
                await await Task.WhenAny(isCaughtUp.Task, listening);
            }
        );

    private static async Task ListenAsync(
        HttpClient http,
        string token,
        TaskCompletionSource isCaughtUp,
        Action<Guid> created,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(body, MessageOf).EnumerateAsync(cancellationToken))
        {
            if (item.Data is { } message)
            {
                created(message);
            }
            else if (string.Equals(item.EventType, "heartbeat", StringComparison.Ordinal))
            {
                isCaughtUp.TrySetResult();
            }
        }
        throw new InvalidOperationException("A stream has ended.");
    }

    private static Guid? MessageOf(string type, ReadOnlySpan<byte> data)
    {
        if (!string.Equals(type, "message.created", StringComparison.Ordinal))
        {
            return null;
        }
        var reader = new Utf8JsonReader(data);
        using var json = JsonDocument.ParseValue(ref reader);
        return json.RootElement.GetProperty("message").GetProperty("uuid").GetGuid();
    }
}
