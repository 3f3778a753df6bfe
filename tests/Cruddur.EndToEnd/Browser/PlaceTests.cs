using Cruddur.EndToEnd.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>Where somebody is on a page, as they go from one to the next and back: among the posts of the demo people.</summary>
public sealed class PlaceTests : BrowserTest
{
    private const string Author = "Carol Lindqvist";

    private static ILocator Oldest(BrowserPerson person) => person.Post("the old star atlas");

    private static ILocator AuthorOfOldest(BrowserPerson person) =>
        Oldest(person).GetByRole(AriaRole.Link, new() { Name = Author });

    /// <summary>On which no page fits as a whole.</summary>
    private static BrowserNewContextOptions SmallPhone()
    {
        var phone = Devices.Phone();
        phone.ViewportSize = new() { Width = Devices.PhoneWidth, Height = Devices.PhoneHeight / 2 };
        return phone;
    }

    [Fact]
    public async Task A_page_begins_at_its_top_and_is_come_back_to_where_it_was_left()
    {
        var ann = await SignedInAsync("Ann", SmallPhone());
        await ann.GoAsync("/");
        await Oldest(ann).ScrollIntoViewIfNeededAsync();
        await Expect(ann.Heading("Home")).Not.ToBeInViewportAsync();

        await ann.Link("Settings").TapAsync();
        await Expect(ann.Heading("Settings")).ToBeInViewportAsync();
        await ann.Heading("Where you are signed in").ScrollIntoViewIfNeededAsync();
        await ann.Page.GoBackAsync();
        await Expect(Oldest(ann)).ToBeInViewportAsync();

        await AuthorOfOldest(ann).TapAsync();
        await Expect(ann.Heading("Profile")).ToBeInViewportAsync();
        // The same page once more is another place in the history.
        await Oldest(ann).ScrollIntoViewIfNeededAsync();
        await AuthorOfOldest(ann).TapAsync();
        await Expect(ann.Heading("Profile")).ToBeInViewportAsync();
        await ann.Page.GoBackAsync();
        await Expect(Oldest(ann)).ToBeInViewportAsync();
        await ann.Page.GoBackAsync();
        await Expect(Oldest(ann)).ToBeInViewportAsync();
    }

    [Fact]
    public async Task The_same_holds_for_somebody_who_is_not_signed_in()
    {
        var vera = await VisitorAsync("Vera", SmallPhone());
        await vera.GoAsync("/");
        await Oldest(vera).ScrollIntoViewIfNeededAsync();
        await AuthorOfOldest(vera).TapAsync();
        await Expect(vera.Heading(Author)).ToBeInViewportAsync();
        await Expect(vera.Link("Sign in")).ToHaveAttributeAsync("href", "/sign-in?return_to=%2F%40carol");
        await vera.Page.GoBackAsync();
        await Expect(Oldest(vera)).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Whoever_goes_by_keyboard_is_at_the_heading_and_not_on_a_link_that_is_gone()
    {
        var ann = await SignedInAsync("Ann");
        await ann.GoAsync("/");
        await AuthorOfOldest(ann).PressAsync("Enter");
        await Expect(ann.Heading("Profile")).ToBeFocusedAsync();
        await ann.Link("Settings").PressAsync("Enter");
        await Expect(ann.Heading("Settings")).ToBeFocusedAsync();
        await ann.Link("Back to messages").PressAsync("Enter");
        await Expect(ann.Heading("Messages")).ToBeFocusedAsync();
    }
}
