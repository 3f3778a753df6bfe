using Cruddur.EndToEnd.Support;
using Microsoft.Playwright;

namespace Cruddur.EndToEnd.Browser.Support;

/// <summary>Pictures and pages, under <c>artifacts/</c>, which git ignores.</summary>
internal static class Evidence
{
    /// <summary>What a person had before them when the test failed.</summary>
    public static async Task SaveAsync(BrowserPerson person)
    {
        var test = TestContext.Current.Test?.TestDisplayName ?? "unknown";
        var name = string.Concat(test.Split(Path.GetInvalidFileNameChars().Append('"').Append(' ').ToArray()));
        var path = Path.Combine(Folder("browser"), $"{name[^Math.Min(name.Length, 140)..]}-{person.Handle}");
        try
        {
            await person.Page.ScreenshotAsync(new() { Path = $"{path}.png" });
            await File.WriteAllTextAsync($"{path}.html", await person.Page.ContentAsync());
        }
        catch (PlaywrightException exception)
        {
            // A page that crashed must not hide why.
            await File.WriteAllTextAsync($"{path}.txt", exception.Message);
        }
    }

    public static string Screenshot(string name) => Path.Combine(Folder("screenshots"), $"{name}.png");

    private static string Folder(string name) =>
        Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts", name)).FullName;
}
