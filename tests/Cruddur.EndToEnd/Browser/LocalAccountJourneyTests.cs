using System.Text.RegularExpressions;
using Cruddur.EndToEnd.Browser.Support;
using Cruddur.EndToEnd.Support;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>The journey on this server's own accounts; the codes are read where a server to try out shows its mails.</summary>
public sealed partial class LocalAccountJourneyTests : AccountJourney
{
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Accounts__PasswordHashIterations"] = "1000",
        ["Accounts__ConfirmEmail"] = "true",
    };

    private protected override Task<ServerProcess> StartServerAsync(string dataFolder) =>
        ServerProcess.StartAsync(dataFolder, Settings);

    private protected override async Task<string> ReadCodeAsync(BrowserPerson person, string subject)
    {
        var page = await person.Context.NewPageAsync();
        await page.GotoAsync(OwnServer.Mails.ToString());
        var mail = page.GetByRole(Microsoft.Playwright.AriaRole.Article)
            .Filter(new() { HasText = $"{person.Handle}@example.test" })
            .Filter(new() { HasText = subject })
            .First;
        await Expect(mail).ToBeVisibleAsync();
        var text = await mail.InnerTextAsync();
        await page.CloseAsync();
        return Code().Match(text).Value;
    }

    [GeneratedRegex(@"\b\d{6}\b", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
