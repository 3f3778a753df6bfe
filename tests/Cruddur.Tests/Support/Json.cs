using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cruddur.Tests.Support;

/// <summary>Short words for calls and answers in JSON.</summary>
internal static class Json
{
    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync());

    /// <summary>The answer to a call that must succeed.</summary>
    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string address)
    {
        using var response = await client.GetAsync(address);
        return await SuccessAsync(response);
    }

    public static async Task<JsonElement> PostForJsonAsync(this HttpClient client, string address, object body)
    {
        using var response = await client.PostAsJsonAsync(address, body);
        return await SuccessAsync(response);
    }

    /// <summary>Asserts that an answer is a problem with this status and code, and gives it.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(
        this HttpResponseMessage response,
        HttpStatusCode status,
        string code
    )
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(text);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("title").GetString()));
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("detail").GetString()));
        return problem;
    }

    private static async Task<JsonElement> SuccessAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return JsonElement.Parse(text);
    }
}
