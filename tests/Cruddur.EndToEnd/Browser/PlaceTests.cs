using System.Net.Http.Json;
using Cruddur.EndToEnd.Browser.Support;
using Cruddur.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>Where somebody is on a page, as they go from one to the next and back.</summary>
public sealed class PlaceTests : BrowserTest
{
    // More than a screen of them.
    private const int Posts = 12;

    private static ILocator Author(ILocator post, Person author) =>
        post.GetByRole(AriaRole.Link, new() { Name = author.DisplayName });

    [Fact]
    public async Task On_a_phone_a_page_begins_at_its_top_and_is_come_back_to_where_it_was_left()
    {
        var ann = await SignedInAsync("Ann", Devices.Phone());
        var ben = await ElsewhereAsync("Ben");
        var oldest = await PostManyAsync(ben);
        await ann.GoAsync($"/@{ben.Handle}");
        await ann.Post(oldest).ScrollIntoViewIfNeededAsync();
        await Expect(ann.Heading("Profile")).Not.ToBeInViewportAsync();

        await ann.Link("Settings").TapAsync();
        await Expect(ann.Heading("Settings")).ToBeInViewportAsync();
        await Expect(ann.Heading("Settings")).ToBeFocusedAsync();
        await ann.Heading("Where you are signed in").ScrollIntoViewIfNeededAsync();

        await ann.Page.GoBackAsync();
        await Expect(ann.Post(oldest)).ToBeInViewportAsync();
        // The same page once more is another place in the history.
        await Author(ann.Post(oldest), ben).TapAsync();
        await Expect(ann.Heading("Profile")).ToBeInViewportAsync();
        await ann.Page.GoBackAsync();
        await Expect(ann.Post(oldest)).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Whoever_goes_by_keyboard_is_at_the_heading_and_not_on_a_link_that_is_gone()
    {
        var (ann, ben) = await AnnAndBenAsync();
        var oldest = await PostManyAsync(ben);
        await ann.GoAsync("/");
        await Author(ann.Post(oldest), ben).PressAsync("Enter");
        await Expect(ann.Heading("Profile")).ToBeFocusedAsync();
        await ann.Link("Settings").PressAsync("Enter");
        await Expect(ann.Heading("Settings")).ToBeFocusedAsync();
        await ann.Link("Back to messages").PressAsync("Enter");
        await Expect(ann.Heading("Messages")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_same_holds_for_somebody_who_is_not_signed_in()
    {
        var vera = await VisitorAsync("Vera", Devices.Phone());
        var ben = await ElsewhereAsync("Ben");
        var oldest = await PostManyAsync(ben);
        await vera.GoAsync($"/@{ben.Handle}");
        await vera.Post(oldest).ScrollIntoViewIfNeededAsync();
        await Author(vera.Post(oldest), ben).TapAsync();
        await Expect(vera.Link("Sign in")).ToBeInViewportAsync();
        await Expect(vera.Link("Sign in")).ToHaveAttributeAsync("href", $"/sign-in?return_to=%2F%40{ben.Handle}");
        await vera.Page.GoBackAsync();
        await Expect(vera.Post(oldest)).ToBeInViewportAsync();
    }

    /// <returns>The text of the post at the end.</returns>
    private static async Task<string> PostManyAsync(Person author)
    {
        var api = await author.ApiAsync();
        for (var number = 1; number <= Posts; number++)
        {
            var post = new
            {
                activity_uuid = TestUuid.Next(),
                message = TextOf(number, author),
                ttl = "1-hour",
            };
            using var response = await api.Http.PostAsJsonAsync("/api/activities", post);
            response.EnsureSuccessStatusCode();
        }
        return TextOf(1, author);
    }

    private static string TextOf(int number, Person author) => $"Number {number} of {author.DisplayName}";
}
