using System.Net.ServerSentEvents;
using System.Text.Json;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Live;

/// <summary>One open stream of events, read as a client reads it.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly HttpClient? _client;
    private readonly IAsyncEnumerator<SseItem<string>> _items;
    private readonly CancellationTokenSource _stop = new(Eventually.Patience);

    private EventStream(HttpResponseMessage response, Stream body, HttpClient? client)
    {
        _client = client;
        Response = response;
        _items = SseParser.Create(body).EnumerateAsync(_stop.Token).GetAsyncEnumerator();
    }

    public HttpResponseMessage Response { get; }

    public static Task<EventStream> OpenAsync(Person person, string? cursor = null, string? lastEventId = null) =>
        OpenAsync(person.Client, cursor, lastEventId);

    /// <summary>By the session cookie.</summary>
    public static async Task<EventStream> OpenAsync(TestApp app, string cookie)
    {
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return await OpenAsync(client, null, null, client);
    }

    public static async Task<HttpResponseMessage> TryOpenAsync(
        HttpClient client,
        string? cursor = null,
        string? lastEventId = null
    )
    {
        var address = cursor is null ? "/api/events" : $"/api/events?cursor={Uri.EscapeDataString(cursor)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<StreamEvent> Next()
    {
        Assert.True(await _items.MoveNextAsync(), "The stream ended.");
        var item = _items.Current;
        return new StreamEvent(item.EventType, item.EventId!, JsonElement.Parse(item.Data), item.ReconnectionInterval);
    }

    /// <summary>The next event of a type; those before it are passed over.</summary>
    public async Task<StreamEvent> Next(string type) => (await Until(type))[^1];

    /// <summary>All events up to and with the next one of a type for which something holds.</summary>
    public async Task<IReadOnlyList<StreamEvent>> Until(string type, Func<JsonElement, bool>? where = null)
    {
        var events = new List<StreamEvent>();
        do
        {
            events.Add(await Next());
        } while (events[^1].Type != type || where?.Invoke(events[^1].Data) == false);
        return events;
    }

    /// <summary>All events until the row of a group is told at a sequence: those of its messages came before.</summary>
    public Task<IReadOnlyList<StreamEvent>> UntilRowAt(long lastSeq) =>
        Until("inbox.changed", data => data.GetProperty("message_group").GetProperty("last_seq").GetInt64() == lastSeq);

    /// <summary>Waits until the server has ended it; false when it was cut instead.</summary>
    public async Task<bool> Ended()
    {
        try
        {
            while (await _items.MoveNextAsync()) { }
            return true;
        }
        catch (Exception exception)
            when (!_stop.IsCancellationRequested
                && exception is IOException or HttpRequestException or OperationCanceledException
            )
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Response.Dispose();
        _client?.Dispose();
        _stop.Dispose();
    }

    private static async Task<EventStream> OpenAsync(
        HttpClient client,
        string? cursor,
        string? lastEventId,
        HttpClient? owned = null
    )
    {
        var response = await TryOpenAsync(client, cursor, lastEventId);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        return new EventStream(response, await response.Content.ReadAsStreamAsync(), owned);
    }
}

internal static class StreamEvents
{
    /// <summary>The types in their order, in words.</summary>
    public static string Types(this IEnumerable<StreamEvent> events) =>
        string.Join(' ', events.Select(one => one.Type));
}

/// <summary>One event as it came.</summary>
internal sealed record StreamEvent(string Type, string Id, JsonElement Data, TimeSpan? Retry)
{
    public Guid Group => Data.GetProperty("message_group_uuid").GetGuid();

    public long Seq => Data.GetProperty("seq").GetInt64();

    public JsonElement Row => Data.GetProperty("message_group");
}
