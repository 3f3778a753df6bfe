using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cruddur.Tests.Support;

/// <summary>Somebody who is signed in, and what they do through the API.</summary>
internal sealed class Person(HttpClient client, Guid uuid, string handle) : IDisposable
{
    private const int PutAttempts = 10;

    public HttpClient Client { get; } = client;

    public Guid Uuid { get; } = uuid;

    public string Handle { get; } = handle;

    /// <summary>The uuid of the message group with somebody, found or created.</summary>
    public async Task<Guid> OpenWith(Person other) =>
        (await Client.PostForJsonAsync("/api/message_groups", new { handle = other.Handle }))
            .GetProperty("uuid")
            .GetGuid();

    public Task<HttpResponseMessage> TryPut(Guid group, Guid messageUuid, string? message, long? @base = null) =>
        Client.PutAsJsonAsync(
            $"/api/message_groups/{group}/messages/{messageUuid}",
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["message"] = message, ["base"] = @base }
        );

    /// <summary>
    /// Sends under a message_uuid; the answer. "Busy" is no refusal: as a client should, it sends the same again.
    /// </summary>
    public async Task<JsonElement> Put(Guid group, Guid messageUuid, string message, long? @base = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var response = await TryPut(group, messageUuid, message, @base);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable && attempt < PutAttempts)
            {
                continue;
            }
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
            return await response.ReadJsonAsync();
        }
    }

    public Task<JsonElement> Send(Guid group, string message) =>
        Client.PostForJsonAsync("/api/messages", new { message, message_group_uuid = group });

    public async Task<JsonElement[]> Messages(Guid group, string query = "") =>
        [.. (await Client.GetJsonAsync($"/api/messages/{group}{query}")).EnumerateArray()];

    /// <summary>The whole log of a group, read page by page from its start.</summary>
    public async Task<JsonElement[]> WholeLog(Guid group)
    {
        var all = new List<JsonElement>();
        while (true)
        {
            var page = await Messages(group, $"?limit=100&after_seq={all.Count}");
            all.AddRange(page);
            if (page.Length < 100)
            {
                return [.. all];
            }
        }
    }

    public async Task<JsonElement[]> Groups(string query = "") =>
        [.. (await Client.GetJsonAsync($"/api/message_groups{query}")).EnumerateArray()];

    public Task<JsonElement> Group(Guid group) => Client.GetJsonAsync($"/api/message_groups/{group}");

    public Task<JsonElement> MarkRead(Guid group, long seq) =>
        Client.PostForJsonAsync($"/api/message_groups/{group}/read", new { seq });

    public async Task<long> UnreadCounter() =>
        (await Client.GetJsonAsync("/api/messages/counter")).GetProperty("count").GetInt64();

    /// <summary>Waits until the inbox has followed the log up to a sequence.</summary>
    public async Task<JsonElement> GroupOnceAt(Guid group, long lastSeq)
    {
        JsonElement row = default;
        await Eventually.True(
            async () => (row = await Group(group)).GetProperty("last_seq").GetInt64() == lastSeq,
            $"the inbox row of {Handle} reaches sequence {lastSeq}"
        );
        return row;
    }

    public void Dispose() => Client.Dispose();
}
