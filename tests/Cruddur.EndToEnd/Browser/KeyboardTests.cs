using System.Globalization;
using Cruddur.EndToEnd.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>Everything without the mouse.</summary>
public sealed class KeyboardTests : BrowserTest
{
    [Fact]
    public async Task Ctrl_K_finds_a_person_Enter_opens_them_and_Escape_goes_back()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ann.GoAsync("/messages");
        await Expect(ann.Heading("No conversations yet")).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("Control+k");
        await Expect(ann.FinderInput).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.FinderInput).ToHaveCountAsync(0);
        await ann.Page.Keyboard.PressAsync("Control+k");
        await ann.Page.Keyboard.TypeAsync($"@{ben.Handle}");
        await Expect(ann.FinderOptions).ToHaveCountAsync(1);
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.Finder).ToHaveCountAsync(0);
        await Expect(ann.Composer).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Page).ToHaveURLAsync(new Uri(Server.Address, "/messages").ToString());
    }

    [Fact]
    public async Task Enter_sends_and_Shift_Enter_breaks_the_line()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ann.OpenAsync(ben);
        await Expect(ann.Composer).ToBeFocusedAsync();
        await ann.Page.Keyboard.TypeAsync("two");
        await ann.Page.Keyboard.PressAsync("Shift+Enter");
        await ann.Page.Keyboard.TypeAsync("lines");
        await Expect(ann.Composer).ToHaveValueAsync("two\nlines");
        await Expect(ann.Messages).ToHaveCountAsync(0);
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.Message("two")).ToHaveAttributeAsync("data-state", "sent");
        await Expect(ann.Composer).ToBeFocusedAsync();
        await Expect(ann.Composer).ToHaveValueAsync("");
        Assert.Equal(["two\nlines"], await ben.LogAsync(ann));
    }

    [Fact]
    public async Task The_Enter_that_accepts_what_an_input_method_offers_does_not_send()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ann.OpenAsync(ben);
        await Expect(ann.Composer).ToBeFocusedAsync();
        var devTools = await DevTools.OfAsync(ann);
        await devTools.ComposeAsync("にほ");
        await devTools.AcceptCompositionAsync();
        await Expect(ann.Composer).ToHaveValueAsync("にほ");
        await devTools.CommitAsync("日本");
        await Expect(ann.Composer).ToHaveValueAsync("日本");
        await Expect(ann.Messages).ToHaveCountAsync(0);
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.Message("日本")).ToHaveAttributeAsync("data-state", "sent");
        Assert.Equal(["日本"], await ben.LogAsync(ann));
    }

    [Fact]
    public async Task Alt_with_an_arrow_goes_to_the_next_conversation()
    {
        var (ann, ben) = await AnnAndBenAsync();
        var cem = await ElsewhereAsync("Cem");
        await ben.WriteAsync(ann, "from Ben");
        await cem.WriteAsync(ann, "from Cem");
        await ann.GoAsync("/messages");
        await Expect(ann.Rows).ToContainTextAsync([cem.DisplayName, ben.DisplayName]);
        await ann.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await Expect(ann.Message("from Cem")).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await Expect(ann.Message("from Ben")).ToBeVisibleAsync();
        await Expect(ann.Row(ben)).ToHaveAttributeAsync("aria-current", "page");
        await ann.Page.Keyboard.PressAsync("Alt+ArrowUp");
        await Expect(ann.Message("from Cem")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Arrows_walk_through_the_conversations_and_the_messages()
    {
        var (ann, ben) = await AnnAndBenAsync();
        var cem = await ElsewhereAsync("Cem");
        await ben.WriteAsync(ann, Enumerable.Range(1, 150).Select(number => $"number {number}."));
        await cem.WriteAsync(ann, "from Cem");
        await ann.ReadAllAsync(ben);
        await ann.GoAsync("/messages");
        await Expect(ann.Rows).ToContainTextAsync([cem.DisplayName, ben.DisplayName]);
        await ann.Row(cem).FocusAsync();
        await ann.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(ann.Row(ben)).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.Composer).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Shift+Tab");
        await Expect(ann.Message("number 150.")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(ann.Message("number 149.")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("End");
        await Expect(ann.Message("number 150.")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Row(ben)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Paging_through_the_messages_takes_the_focus_along()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ben.WriteAsync(ann, Enumerable.Range(1, 150).Select(number => $"number {number}."));
        await ann.ReadAllAsync(ben);
        await ann.OpenAsync(ben);
        await Expect(ann.Composer).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Shift+Tab");
        await Expect(ann.Message("number 150.")).ToBeFocusedAsync();
        var focused = ann.Page.Locator("[data-testid=message]:focus");
        var before = 150;
        foreach (var key in new[] { "PageUp", "PageUp", "PageUp", "Shift+Space" })
        {
            await ann.Page.Keyboard.PressAsync(key);
            await Expect(focused).Not.ToHaveAttributeAsync("data-seq", $"{before}");
            await Expect(focused).ToBeInViewportAsync();
            var now = int.Parse((await focused.GetAttributeAsync("data-seq"))!, CultureInfo.InvariantCulture);
            Assert.True(now < before - 1, $"{key} went from {before} to {now}.");
            before = now;
        }
        await ann.Page.Keyboard.PressAsync("PageDown");
        await Expect(focused).Not.ToHaveAttributeAsync("data-seq", $"{before}");
        await Expect(focused).ToBeInViewportAsync();
    }
}
