using Cruddur.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser.Support;

/// <summary>A person at a browser: what they see, and what they mean to do.</summary>
internal sealed class BrowserPerson(
    string handle,
    string displayName,
    ServerProcess server,
    IBrowserContext context,
    IPage page
) : Person(handle, displayName, server)
{
    public IBrowserContext Context => context;
    public IPage Page => page;
    public PageWatch Watch { get; } = new(context);

    public ILocator Composer => page.GetByTestId("composer");
    public ILocator Messages => page.GetByTestId("message");
    public ILocator MessageList => page.GetByTestId("message-list");
    public ILocator Rows => page.GetByTestId("group-row");
    public ILocator Banner => page.GetByTestId("connection-banner");
    public ILocator TypingLine => page.GetByTestId("typing-line");
    public ILocator Finder => page.GetByRole(AriaRole.Dialog, new() { Name = "Find people" });
    public ILocator FinderInput => page.GetByTestId("finder-input");
    public ILocator FinderOptions => page.GetByTestId("finder-option");

    /// <summary>The group that is open, from the address.</summary>
    public Guid OpenGroup => Guid.Parse(new Uri(page.Url).Segments[^1]);

    public ILocator Message(string text) => Messages.Filter(new() { HasText = text });

    /// <summary>A post or a reply; a post whose replies are shown has their words in it too.</summary>
    public ILocator Post(string text) => page.GetByTestId("activity").Filter(new() { HasText = text });

    public ILocator Row(Person other) => Rows.Filter(new() { HasText = other.DisplayName });

    public ILocator Badge(Person other) => Row(other).GetByTestId("unread-badge");

    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Field(string label) => page.GetByLabel(label, new() { Exact = true });

    public Task GoAsync(string path) => page.GotoAsync(path);

    public async Task SignUpAsync()
    {
        await GoAsync("/sign-up");
        await Field("Name").FillAsync(DisplayName);
        await Field("Handle").FillAsync(Handle);
        await Field("E-mail").FillAsync($"{Handle}@example.test");
        await Field("Password").FillAsync(Password);
        await Button("Create account").ClickAsync();
    }

    /// <summary>On the page for it, wherever that leads afterwards.</summary>
    public async Task SignInAsync()
    {
        await Field("Handle or e-mail").FillAsync(Handle);
        await Field("Password").FillAsync(Password);
        await Button("Sign in").ClickAsync();
    }

    /// <summary>Signed in without the page for it, where signing in is not what the test is about.</summary>
    public async Task TakeSessionAsync()
    {
        var credentials = new { login = Handle, password = Password };
        var response = await context.APIRequest.PostAsync("/api/session", new() { DataObject = credentials });
        await Expect(response).ToBeOKAsync();
    }

    public async Task SignOutAsync()
    {
        await GoAsync("/settings");
        await Button("Sign out").ClickAsync();
        await Expect(Button("Sign in")).ToBeVisibleAsync();
    }

    /// <summary>What somebody does who does not care how the conversation comes about.</summary>
    public async Task OpenAsync(Person other)
    {
        await GoAsync($"/messages/new/{other.Handle}");
        await Expect(Composer).ToBeVisibleAsync();
    }

    /// <summary>Connected, and nothing is missing.</summary>
    public Task BeLiveAsync() => Expect(page.GetByTestId("connection")).ToHaveAttributeAsync("data-state", "live");

    public async Task SendAsync(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
        await Expect(Composer).ToHaveValueAsync("");
    }

    public override async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        await base.DisposeAsync();
    }
}
