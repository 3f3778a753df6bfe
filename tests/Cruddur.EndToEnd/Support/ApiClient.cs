using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cruddur.EndToEnd.Support;

/// <summary>A person who uses the API with an access token, as a program would.</summary>
internal sealed class ApiClient : IDisposable
{
    public const string Password = "correct-horse-battery";

    private const int PutAttempts = 10;

    private readonly HttpClient _http;

    private ApiClient(HttpClient http) => _http = http;

    public HttpClient Http => _http;

    public static async Task SignUpAsync(ServerProcess server, string handle, string? displayName = null)
    {
        using var http = server.Client();
        var account = new
        {
            handle,
            display_name = displayName ?? $"{handle} the Tester",
            email = $"{handle}@example.test",
            password = Password,
        };
        using var response = await http.PostAsJsonAsync("/api/accounts", account);
        response.EnsureSuccessStatusCode();
    }

    public static async Task<ApiClient> SignInAsync(ServerProcess server, string handle)
    {
        var http = server.Client();
        using var response = await http.PostAsJsonAsync("/api/tokens", new { login = handle, password = Password });
        response.EnsureSuccessStatusCode();
        var token = JsonElement
            .Parse(await response.Content.ReadAsStringAsync())
            .GetProperty("access_token")
            .GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ApiClient(http);
    }

    public async Task<JsonElement> GetAsync(string address)
    {
        using var response = await _http.GetAsync(address);
        response.EnsureSuccessStatusCode();
        return JsonElement.Parse(await response.Content.ReadAsStringAsync());
    }

    public async Task<Guid> OpenAsync(string handle)
    {
        using var response = await _http.PostAsJsonAsync("/api/message_groups", new { handle });
        response.EnsureSuccessStatusCode();
        return JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("uuid").GetGuid();
    }

    /// <summary>Sends to a person, whether there is a conversation with them or not.</summary>
    public async Task WriteAsync(string handle, string message)
    {
        using var response = await _http.PostAsJsonAsync("/api/messages", new { message, handle });
        response.EnsureSuccessStatusCode();
    }

    public async Task ReadAllAsync(string handle)
    {
        var group = await OpenAsync(handle);
        // From the log: the inbox follows it a moment later.
        var seq = (await GetAsync($"/api/messages/{group}?limit=1"))[0].GetProperty("seq").GetInt64();
        using var response = await _http.PostAsJsonAsync($"/api/message_groups/{group}/read", new { seq });
        response.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// Sends under a message_uuid until it is answered: no answer and "busy" are no refusals, and the same, with the same
    /// base, is sent again.
    /// </summary>
    public async Task<JsonElement> PutAsync(Guid group, Guid messageUuid, string message, long @base)
    {
        for (var attempt = 1; attempt <= PutAttempts; attempt++)
        {
            if (await TryPutAsync(group, messageUuid, message, @base) is { } answer)
            {
                return answer;
            }
        }
        throw new TimeoutException($"Message {messageUuid} had no answer in {PutAttempts} attempts.");
    }

    /// <summary>Sends under a message_uuid; the answer, or null when it is not known whether the message was sent.</summary>
    public async Task<JsonElement?> TryPutAsync(Guid group, Guid messageUuid, string message, long @base)
    {
        try
        {
            using var response = await _http.PutAsJsonAsync(
                $"/api/message_groups/{group}/messages/{messageUuid}",
                new { message, @base }
            );
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                return null;
            }
            response.EnsureSuccessStatusCode();
            return JsonElement.Parse(await response.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException exception) when (exception.StatusCode is null)
        {
            return null;
        }
    }

    /// <summary>The whole log of a group, page by page from its start.</summary>
    public async Task<JsonElement[]> WholeLogAsync(Guid group)
    {
        var all = new List<JsonElement>();
        while (true)
        {
            var page = (await GetAsync($"/api/messages/{group}?limit=100&after_seq={all.Count}"))
                .EnumerateArray()
                .ToArray();
            all.AddRange(page);
            if (page.Length < 100)
            {
                return [.. all];
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
