using System.Net.Http.Json;
using System.Text.Json;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Activities;

/// <summary>What people do with the feed through the API.</summary>
internal static class FeedCalls
{
    public static Task<JsonElement> Post(this Person person, string message, string? ttl = null) =>
        person.Client.PostForJsonAsync("/api/activities", new { message, ttl });

    public static Task<HttpResponseMessage> TryPost(this Person person, object body) =>
        person.Client.PostAsJsonAsync("/api/activities", body);

    public static Task<JsonElement> Reply(this Person person, JsonElement post, string message) =>
        person.Client.PostForJsonAsync($"/api/activities/{Uuid(post)}/replies", new { message });

    public static async Task<JsonElement[]> Home(this HttpClient client, string query = "") =>
        [.. (await client.GetJsonAsync($"/api/activities/home{query}")).EnumerateArray()];

    public static async Task<JsonElement> SetLiked(this Person person, JsonElement post, bool liked)
    {
        var address = $"/api/activities/{Uuid(post)}/like";
        using var response = liked
            ? await person.Client.PutAsync(address, null)
            : await person.Client.DeleteAsync(address);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.ReadJsonAsync();
    }

    public static Guid Uuid(JsonElement activity) => activity.GetProperty("uuid").GetGuid();

    public static string[] Words(IEnumerable<JsonElement> activities) =>
        [.. activities.Select(activity => activity.GetProperty("message").GetString()!)];
}
