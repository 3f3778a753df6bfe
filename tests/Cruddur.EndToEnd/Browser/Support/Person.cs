using Cruddur.EndToEnd.Support;

namespace Cruddur.EndToEnd.Browser.Support;

/// <summary>Somebody with a handle that nobody else has, who writes and reads without a browser.</summary>
internal class Person(string handle, string displayName, ServerProcess server) : IAsyncDisposable
{
    private ApiClient? _api;

    public string Handle => handle;
    public string DisplayName => displayName;
    public string Password { get; set; } = ApiClient.Password;

    public async Task<ApiClient> ApiAsync() => _api ??= await ApiClient.SignInAsync(server, handle);

    /// <summary>One after the other.</summary>
    public async Task WriteAsync(Person to, params IEnumerable<string> texts)
    {
        var api = await ApiAsync();
        foreach (var text in texts)
        {
            await api.WriteAsync(to.Handle, text);
        }
    }

    public async Task ReadAllAsync(Person other) => await (await ApiAsync()).ReadAllAsync(other.Handle);

    public async Task<Guid> GroupWithAsync(Person other) => await (await ApiAsync()).OpenAsync(other.Handle);

    /// <summary>The texts of the log with somebody, as the server has it.</summary>
    public async Task<string[]> LogAsync(Person other)
    {
        var log = await (await ApiAsync()).WholeLogAsync(await GroupWithAsync(other));
        return [.. log.Select(message => message.GetProperty("message").GetString()!)];
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _api?.Dispose();
        return ValueTask.CompletedTask;
    }
}
