using Microsoft.Playwright;

namespace Cruddur.EndToEnd.Browser.Support;

/// <summary>What Playwright has no call for and Chromium's own protocol has.</summary>
internal sealed class DevTools
{
    private readonly ICDPSession _session;

    private DevTools(ICDPSession session) => _session = session;

    public static async Task<DevTools> OfAsync(BrowserPerson person) =>
        new(await person.Context.NewCDPSessionAsync(person.Page));

    /// <summary>An input method offers this, and nothing is decided yet.</summary>
    public Task ComposeAsync(string text) =>
        SendAsync(
            "Input.imeSetComposition",
            ("text", text),
            ("selectionStart", text.Length),
            ("selectionEnd", text.Length)
        );

    /// <summary>The Enter that the input method takes for itself, as a page hears of it.</summary>
    public Task AcceptCompositionAsync() =>
        SendAsync(
            "Input.dispatchKeyEvent",
            ("type", "rawKeyDown"),
            ("key", "Enter"),
            ("code", "Enter"),
            ("windowsVirtualKeyCode", 229)
        );

    /// <summary>What was composed becomes this.</summary>
    public Task CommitAsync(string text) => SendAsync("Input.insertText", ("text", text));

    private async Task SendAsync(string method, params (string Name, object Value)[] arguments) =>
        await _session.SendAsync(method, arguments.ToDictionary(it => it.Name, it => it.Value, StringComparer.Ordinal));
}
