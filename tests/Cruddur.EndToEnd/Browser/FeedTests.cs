using Cruddur.EndToEnd.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>What people post for everybody.</summary>
public sealed class FeedTests : BrowserTest
{
    private static ILocator Like(ILocator post) => post.GetByTestId("like").First;

    private static ILocator Replies(ILocator post) => post.GetByRole(AriaRole.Button, new() { Name = "Replies" }).First;

    private static async Task PostAsync(BrowserPerson person, string text, string ttl)
    {
        await person.Field("Write a post").FillAsync(text);
        await person.Field("Ends after").SelectOptionAsync(ttl);
        await person.Button("Post").ClickAsync();
        await Expect(person.Post(text)).ToBeVisibleAsync();
        await Expect(person.Field("Write a post")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Two_people_post_like_and_reply_until_the_post_ends()
    {
        var (ann, ben) = await AnnAndBenAtBrowsersAsync();
        var text = $"Who comes along, asks {ann.DisplayName}?";
        await ann.GoAsync("/");
        await PostAsync(ann, text, "1-hour");
        await Expect(ann.Post(text)).ToContainTextAsync("60m left");

        await ben.GoAsync("/");
        var seen = ben.Post(text);
        await Expect(seen).ToContainTextAsync($"@{ann.Handle}");
        await Like(seen).ClickAsync();
        await Expect(Like(seen)).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(Like(seen)).ToHaveAccessibleNameAsync("Like, 1 like");
        await Replies(seen).ClickAsync();
        await ben.Field($"Reply to {ann.DisplayName}").FillAsync("I do!");
        await ben.Button("Reply").ClickAsync();
        await Expect(Replies(seen)).ToHaveAccessibleNameAsync("Replies, 1 reply");
        await Expect(seen.GetByTestId("activity")).ToContainTextAsync("I do!");

        await ann.Page.ReloadAsync();
        await Expect(Like(ann.Post(text))).ToHaveAccessibleNameAsync("Like, 1 like");
        await Expect(Like(ann.Post(text))).ToHaveAttributeAsync("aria-pressed", "false");
        await Replies(ann.Post(text)).ClickAsync();
        await Expect(ann.Post(text).GetByTestId("activity")).ToContainTextAsync("I do!");
        await Like(seen).ClickAsync();
        await Expect(Like(seen)).ToHaveAccessibleNameAsync("Like, 0 likes");

        await ben.Page.Clock.SetFixedTimeAsync(TimeProvider.System.GetUtcNow().AddMinutes(61).UtcDateTime);
        await ben.Link("Settings").ClickAsync();
        await Expect(ben.Heading("Settings")).ToBeVisibleAsync();
        await ben.Link("Home").ClickAsync();
        await Expect(ben.Page.GetByTestId("feed")).ToBeVisibleAsync();
        await Expect(ben.Post(text)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_post_stands_on_its_authors_page_until_it_is_deleted()
    {
        var (ann, ben) = await AnnAndBenAtBrowsersAsync();
        var text = $"Said too soon by {ann.DisplayName}";
        await ann.GoAsync("/");
        await PostAsync(ann, text, "7-days");
        await ann.Link("Profile").ClickAsync();
        await Expect(ann.Link("Edit your profile")).ToBeVisibleAsync();
        await Expect(ann.Post(text)).ToBeVisibleAsync();
        await ben.GoAsync($"/@{ann.Handle}");
        await Expect(ben.Post(text)).ToBeVisibleAsync();
        await Expect(ben.Button("Delete")).ToHaveCountAsync(0);
        await Expect(ben.Link("Message")).ToBeVisibleAsync();

        await ann.Button("Delete").ClickAsync();
        await ann.Button("Delete for everyone").ClickAsync();
        await Expect(ann.Post(text)).ToHaveCountAsync(0);
        await ben.Page.ReloadAsync();
        await Expect(ben.Page.GetByText("No posts to be seen.")).ToBeVisibleAsync();
        await Expect(ben.Post(text)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_post_whose_answer_was_lost_is_posted_once()
    {
        var ann = await SignedInAsync("Ann");
        ann.Watch.Expect("net::ERR_");
        await ann.GoAsync("/");
        var text = $"Only once, by {ann.DisplayName}";
        var lost = 0;
        await ann.Page.RouteAsync(
            "**/api/activities",
            async route =>
            {
                if (lost++ == 0)
                {
                    await route.FetchAsync();
                    await route.AbortAsync("connectionreset");
                    return;
                }
                await route.ContinueAsync();
            }
        );
        await ann.Field("Write a post").FillAsync(text);
        await ann.Button("Post").ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("cannot be reached");
        await Expect(ann.Field("Write a post")).ToHaveValueAsync(text);
        await ann.Button("Post").ClickAsync();
        await Expect(ann.Field("Write a post")).ToHaveValueAsync("");
        await ann.Page.ReloadAsync();
        await Expect(ann.Post(text)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_is_being_written_is_kept_while_its_writer_looks_elsewhere_and_when_the_session_ends()
    {
        var ann = await SignedInAsync("Ann");
        await ann.GoAsync("/");
        await ann.Field("Write a post").FillAsync("half a thought");
        await ann.Field("Ends after").SelectOptionAsync("1-hour");
        await ann.Link("Messages").ClickAsync();
        await ann.Link("Home").ClickAsync();
        await Expect(ann.Field("Write a post")).ToHaveValueAsync("half a thought");

        ann.Watch.Expect("401 ");
        await ann.Context.ClearCookiesAsync();
        await ann.Button("Post").ClickAsync();
        await ann.Link("Sign in").ClickAsync();
        await ann.SignInAsync();
        await Expect(ann.Field("Write a post")).ToHaveValueAsync("half a thought");
        await Expect(ann.Field("Ends after")).ToHaveValueAsync("1-hour");
    }

    [Fact]
    public async Task Somebody_who_is_not_signed_in_reads_posts_and_is_led_to_signing_in()
    {
        var vera = await VisitorAsync("Vera");
        await vera.GoAsync("/");
        var post = vera.Post("Clear skies on Saturday");
        await Expect(post).ToBeVisibleAsync();
        await Expect(vera.Field("Write a post")).ToHaveCountAsync(0);
        await Expect(Like(post)).ToHaveCountAsync(0);
        await Replies(post).ClickAsync();
        await Expect(vera.Post("bring soup").Last).ToBeVisibleAsync();
        await post.GetByRole(AriaRole.Link, new() { Name = "Alice Adams" }).First.ClickAsync();
        await Expect(vera.Heading("Alice Adams")).ToBeVisibleAsync();
        await vera.GoAsync("/messages");
        await Expect(vera.Button("Sign in")).ToBeVisibleAsync();
        await vera.GoAsync("/");
        await vera.Link("Sign in").ClickAsync();
        await Expect(vera.Field("Password")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Messages_are_one_step_away_from_every_page_and_it_says_how_many_wait()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ann.GoAsync("/");
        await ben.WriteAsync(ann, "one", "two");
        await Expect(ann.Page.GetByTestId("nav-unread")).ToHaveTextAsync("2 unread");
        await ann.Link("Messages 2 unread").ClickAsync();
        await ann.Row(ben).ClickAsync();
        await Expect(ann.Page.GetByTestId("nav-unread")).ToHaveCountAsync(0);
        await Expect(ann.Link("Messages")).ToHaveAttributeAsync("aria-current", "page");
    }
}
