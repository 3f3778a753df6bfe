using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cruddur.Bench;

/// <summary>Calls of a running server, for what comes before a measurement.</summary>
internal static class Api
{
    private const string Password = "correct-horse-battery";

    /// <returns>An access token.</returns>
    public static async Task<string> SignUpAsync(HttpClient http, string handle)
    {
        var account = new
        {
            handle,
            display_name = "Some Body",
            email = $"{handle}@example.test",
            password = Password,
        };
        await CallAsync(http, null, "/api/accounts", account);
        var token = await CallAsync(http, null, "/api/tokens", new { login = handle, password = Password });
        return token.GetProperty("access_token").GetString()!;
    }

    public static async Task<JsonElement> CallAsync(HttpClient http, string? token, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonElement.Parse(text)
            : throw new InvalidOperationException($"{path} answered {(int)response.StatusCode}: {text}");
    }
}
