using Cruddur.EndToEnd.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>One pane at a time.</summary>
public sealed class PhoneTests : BrowserTest
{
    [Fact]
    public async Task A_phone_shows_the_list_then_the_conversation_and_the_way_back()
    {
        var ann = await SignedInAsync("Ann", Devices.Phone());
        var ben = await ElsewhereAsync("Ben");
        await ben.WriteAsync(ann, "hello from a desk");
        await ann.GoAsync("/messages");
        await Expect(ann.Row(ben)).ToBeVisibleAsync();
        await ann.Row(ben).TapAsync();
        await Expect(ann.Message("hello from a desk")).ToBeVisibleAsync();
        await Expect(ann.Row(ben)).ToBeHiddenAsync();
        await ann.Composer.FillAsync("hello from a bus");
        await ann.Button("Send").TapAsync();
        await Expect(ann.Message("hello from a bus")).ToHaveAttributeAsync("data-state", "sent");
        await ann.Link("Back to conversations").TapAsync();
        await Expect(ann.Row(ben)).ToContainTextAsync("You: hello from a bus");
        await Expect(ann.Composer).ToBeHiddenAsync();
        await ann.Page.GoBackAsync();
        await Expect(ann.Message("hello from a bus")).ToBeVisibleAsync();
    }
}
