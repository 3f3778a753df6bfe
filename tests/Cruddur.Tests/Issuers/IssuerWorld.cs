using System.Net.Http.Headers;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Issuers;

/// <summary>A server that takes the tokens of an issuer, and that issuer.</summary>
public sealed class IssuerWorld : IAsyncLifetime
{
    internal ManualTimeProvider Time { get; } = new();

    internal KeyServer Keys { get; private set; } = null!;

    internal TestApp App { get; private set; } = null!;

    internal TokenForge Forge { get; private set; } = null!;

    /// <summary>As a fixture: with all keys that <see cref="BadTokens"/> is about.</summary>
    public async ValueTask InitializeAsync() => await StartAsync(BadTokens.Published);

    internal async Task StartAsync(params SigningKey[] keys)
    {
        Keys = await KeyServer.StartAsync(keys);
        App = await TestApp.StartAsync(Time, Keys.Settings());
        Forge = new TokenForge(Keys.Issuer, keys[0], Time);
        // Fetched at start, but not waited for.
        await Eventually.True(() => Task.FromResult(App.Log.Text.Contains(" 2200 ", StringComparison.Ordinal)), "keys");
    }

    internal HttpClient With(string token)
    {
        var client = App.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return client;
    }

    internal async Task<HttpResponseMessage> Ask(string token, string address = "/api/message_groups")
    {
        using var client = With(token);
        return await client.GetAsync(address);
    }

    internal async Task<int> StatusOf(string token)
    {
        using var response = await Ask(token);
        return (int)response.StatusCode;
    }

    /// <summary>Somebody with a token of the issuer.</summary>
    internal async Task<Person> Comes(string token)
    {
        var client = With(token);
        var me = await client.GetJsonAsync("/api/me");
        return new Person(client, me.GetProperty("uuid").GetGuid(), me.GetProperty("handle").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Keys.DisposeAsync();
    }
}
