using System.Net.Http.Json;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Accounts;

/// <summary>A client that keeps the session cookie, as a browser does, and shows what it was told of it.</summary>
internal sealed class Browser(HttpClient client) : IDisposable
{
    public static Browser On(TestApp app, string address = "http://localhost")
    {
        var client = app.Anonymous();
        client.BaseAddress = new Uri(address);
        return new Browser(client);
    }

    /// <summary>The session cookie as <c>name=value</c>; null when there is none.</summary>
    public string? Cookie { get; set; }

    /// <summary>The last Set-Cookie header, with its flags.</summary>
    public string? SetCookie { get; private set; }

    public Task<HttpResponseMessage> Get(string address) => Send(HttpMethod.Get, address);

    public Task<HttpResponseMessage> SignIn(string login, string password = TestApp.Password) =>
        Send(HttpMethod.Post, "/api/session", new { login, password });

    public Task<HttpResponseMessage> Send(
        HttpMethod method,
        string address,
        object? body = null,
        params (string Name, string Value)[] headers
    ) => SendContent(method, address, body is null ? null : JsonContent.Create(body), headers);

    /// <summary>Also what is no JSON. What has no end is read as far as its headers.</summary>
    public async Task<HttpResponseMessage> SendContent(
        HttpMethod method,
        string address,
        HttpContent? content,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        if (Cookie is not null && headers.All(header => header.Name != "Cookie"))
        {
            request.Headers.Add("Cookie", Cookie);
        }
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }
        var response = await client.SendAsync(
            request,
            address.StartsWith("/api/events", StringComparison.Ordinal)
                ? HttpCompletionOption.ResponseHeadersRead
                : HttpCompletionOption.ResponseContentRead
        );
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
        {
            SetCookie = set.Single();
            var pair = SetCookie[..SetCookie.IndexOf(';', StringComparison.Ordinal)];
            Cookie = pair.EndsWith('=') ? null : pair;
        }
        return response;
    }

    public async Task<int> StatusOf(string address)
    {
        using var response = await Get(address);
        return (int)response.StatusCode;
    }

    public void Dispose() => client.Dispose();
}
