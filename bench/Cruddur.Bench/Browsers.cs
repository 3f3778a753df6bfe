using System.Globalization;
using Microsoft.Playwright;

namespace Cruddur.Bench;

/// <summary>
/// Two people at two browsers on a running server: how long it takes from one's Enter until the text is in the other's page.
/// Both times are the pages' own, by one machine's clock.
/// </summary>
internal static class Browsers
{
    private const int WarmUp = 20;
    private const string Password = "correct-horse-battery";

    /// <summary>By the event's own time: that the page was busy when the key came is part of the wait.</summary>
    private const string NotePressing = """
        () => addEventListener('keydown', ({ key, timeStamp }) => {
          if (key === 'Enter') window.pressed = performance.timeOrigin + timeStamp;
        }, true)
        """;

    private const string NoteArrivals = """
        () => {
          window.arrivals = {};
          new MutationObserver(() => {
            const now = performance.timeOrigin + performance.now();
            for (const { textContent } of document.querySelectorAll('[data-testid=message] .bubble')) {
              window.arrivals[textContent] ??= now;
            }
          }).observe(document.body, { childList: true, subtree: true, characterData: true });
        }
        """;

    public static async Task<int> RunAsync(Uri address, int messages)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("CRUDDUR_CHROMIUM") ?? "/usr/bin/chromium",
                ChromiumSandbox = false,
                Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"],
            }
        );
        var writer = await SignUpAsync(browser, address, "writer");
        var reader = await SignUpAsync(browser, address, "reader");
        await OpenAsync(writer, "reader");
        await OpenAsync(reader, "writer");
        await writer.EvaluateAsync(NotePressing);
        await reader.EvaluateAsync(NoteArrivals);

        var milliseconds = new List<double>();
        for (var number = 1 - WarmUp; number <= messages; number++)
        {
            var taken = await SendAsync(writer, reader, $"message {number}");
            if (number > 0)
            {
                milliseconds.Add(taken);
            }
        }
        milliseconds.Sort();
        string[] figures =
        [
            .. new[] { 0.5, 0.95, 0.99, 1 }.Select(share =>
                milliseconds[(int)Math.Ceiling(share * messages) - 1].ToString("F1", CultureInfo.InvariantCulture)
            ),
        ];
        Console.WriteLine($"{messages, 9} {figures[0], 10} {figures[1], 10} {figures[2], 10} {figures[3], 10}");
        return 0;
    }

    private static async Task<IPage> SignUpAsync(IBrowser browser, Uri address, string handle)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = address.ToString() });
        var account = new
        {
            handle,
            display_name = handle,
            email = $"{handle}@example.test",
            password = Password,
        };
        await CallAsync(context, "/api/accounts", account);
        await CallAsync(context, "/api/session", new { login = handle, password = Password });
        return await context.NewPageAsync();
    }

    private static async Task CallAsync(IBrowserContext context, string path, object body)
    {
        var response = await context.APIRequest.PostAsync(path, new() { DataObject = body });
        if (!response.Ok)
        {
            throw new InvalidOperationException($"{path} answered {response.Status}: {await response.TextAsync()}");
        }
    }

    private static async Task OpenAsync(IPage page, string handle)
    {
        await page.GotoAsync($"/messages/new/{handle}");
        await page.GetByTestId("composer").WaitForAsync();
        await page.Locator("[data-testid=connection][data-state=live]")
            .WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    private static async Task<double> SendAsync(IPage writer, IPage reader, string text)
    {
        var composer = writer.GetByTestId("composer");
        await composer.PressSequentiallyAsync(text);
        await composer.PressAsync("Enter");
        await reader.WaitForFunctionAsync("(text) => text in window.arrivals", text);
        var pressed = await writer.EvaluateAsync<double>("() => window.pressed");
        return await reader.EvaluateAsync<double>("(text) => window.arrivals[text]", text) - pressed;
    }
}
