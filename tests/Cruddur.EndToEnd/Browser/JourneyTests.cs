using System.Text.RegularExpressions;
using Cruddur.EndToEnd.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>What people come for: two of them talk.</summary>
public sealed partial class JourneyTests : BrowserTest
{
    [Fact]
    public async Task Two_people_sign_up_find_each_other_and_talk_without_reloading()
    {
        var ann = await VisitorAsync("Ann");
        var ben = await VisitorAsync("Ben");
        await ann.SignUpAsync();
        await Expect(ann.Heading("No conversations yet")).ToBeVisibleAsync();
        await ben.SignUpAsync();
        await Expect(ben.Heading("No conversations yet")).ToBeVisibleAsync();
        await ben.SignOutAsync();
        await ben.SignInAsync();
        await Expect(ben.Heading("No conversations yet")).ToBeVisibleAsync();
        await ben.Page.EvaluateAsync("() => { window.neverReloaded = true; }");

        await ann.Button("New message").First.ClickAsync();
        await ann.FinderInput.FillAsync(ben.DisplayName.Split(' ')[1]);
        await ann.FinderOptions.Filter(new() { HasText = ben.DisplayName }).ClickAsync();
        await Expect(ann.Heading($"Say hello to {ben.DisplayName}")).ToBeVisibleAsync();
        await Expect(ann.Rows).ToHaveCountAsync(0);
        await ann.SendAsync("Hello Ben, is this you?");
        await Expect(ann.Message("Hello Ben")).ToHaveAttributeAsync("data-state", "sent");
        await Expect(ann.Row(ben)).ToContainTextAsync("You: Hello Ben, is this you?");

        await Expect(ben.Badge(ann)).ToContainTextAsync("1");
        await Expect(ben.Row(ann)).ToContainTextAsync("Hello Ben, is this you?");
        await Expect(ben.Page).ToHaveTitleAsync(UnreadTitle());
        await ben.Row(ann).ClickAsync();
        await Expect(ben.Message("Hello Ben")).ToHaveAttributeAsync("data-own", "false");
        await Expect(ben.Badge(ann)).ToHaveCountAsync(0);
        await Expect(ann.Message("Hello Ben")).ToHaveAttributeAsync("data-state", "read");

        await ben.SendAsync("It is!");
        await Expect(ann.Message("It is!")).ToHaveAttributeAsync("data-own", "false");
        await Expect(ben.Message("It is!")).ToHaveAttributeAsync("data-state", "read");
        Assert.True(await ben.Page.EvaluateAsync<bool>("() => window.neverReloaded === true"));
    }

    [Fact]
    public async Task Two_people_who_open_each_other_share_one_conversation()
    {
        var (ann, ben) = await AnnAndBenAtBrowsersAsync();
        await Task.WhenAll(ann.OpenAsync(ben), ben.OpenAsync(ann));
        Assert.Equal(ann.OpenGroup, ben.OpenGroup);
        await Task.WhenAll(ann.SendAsync("From Ann"), ben.SendAsync("From Ben"));
        await Expect(ann.Messages).ToHaveCountAsync(2);
        await Expect(ben.Messages).ToHaveCountAsync(2);
        Assert.Equal(await TextsAsync(ann), await TextsAsync(ben));

        await ann.GoAsync($"/@{ben.Handle}");
        await ann.Link("Message").ClickAsync();
        await Expect(ann.Messages).ToHaveCountAsync(2);
        Assert.Equal(ben.OpenGroup, ann.OpenGroup);
        await Expect(ann.Rows).ToHaveCountAsync(1);
        await Expect(ben.Rows).ToHaveCountAsync(1);
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(BrowserPerson person) =>
        await person.Messages.Locator(".bubble").AllTextContentsAsync();

    [GeneratedRegex(@"^\(1\) ", RegexOptions.None, 1000)]
    private static partial Regex UnreadTitle();
}
