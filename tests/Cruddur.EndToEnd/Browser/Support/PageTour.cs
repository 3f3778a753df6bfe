using Cruddur.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser.Support;

/// <summary>Leads through every page and its states: empty, full, refused, failed, offline.</summary>
internal sealed class PageTour(
    BrowserPerson visitor,
    BrowserPerson newcomer,
    BrowserPerson alice,
    Person bob,
    Uri mails
)
{
    /// <param name="look">What to do at each stop, with its name.</param>
    public async Task GoAsync(Func<string, IPage, Task> look)
    {
        await SignedOutAsync(look);
        await FeedAsync(look);
        await NewcomerAsync(look);
        await ConversationAsync(look);
        await PeopleAsync(look);
        await SettingsAsync(look);
        await TroubleAsync(look);
    }

    private async Task SignedOutAsync(Func<string, IPage, Task> look)
    {
        visitor.Watch.Expect("401 POST /api/session");
        visitor.Watch.Expect("422 POST /api/accounts");
        await visitor.GoAsync("/sign-in");
        await Expect(visitor.Button("Sign in")).ToBeVisibleAsync();
        await look("sign-in", visitor.Page);
        await visitor.SignInAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();
        await look("sign-in-refused", visitor.Page);
        await visitor.GoAsync("/sign-up");
        await Expect(visitor.Button("Create account")).ToBeVisibleAsync();
        await look("sign-up", visitor.Page);
        await visitor.Button("Create account").ClickAsync();
        await Expect(visitor.Field("Handle")).ToHaveAttributeAsync("aria-invalid", "true");
        await look("sign-up-refused", visitor.Page);
        visitor.Watch.Expect("422 POST /api/password/reset");
        visitor.Watch.Expect("422 POST /api/accounts/confirmation");
        await visitor.GoAsync("/confirm");
        await Expect(visitor.Button("Send a new code")).ToBeVisibleAsync();
        await look("confirm", visitor.Page);
        await visitor.Button("Confirm").ClickAsync();
        await Expect(visitor.Field("Handle")).ToHaveAttributeAsync("aria-invalid", "true");
        await look("confirm-nobody", visitor.Page);
        await visitor.Field("Handle").FillAsync(newcomer.Handle);
        await visitor.Field("Code").FillAsync("000000");
        await visitor.Button("Confirm").ClickAsync();
        await Expect(visitor.Field("Code")).ToHaveAttributeAsync("aria-invalid", "true");
        await look("confirm-refused", visitor.Page);
        await visitor.Button("Send a new code").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "on its way" }))
            .ToBeVisibleAsync();
        await look("confirm-resent", visitor.Page);
        await visitor.GoAsync("/forgot");
        await Expect(visitor.Button("Send the code")).ToBeVisibleAsync();
        await look("forgot", visitor.Page);
        await visitor.Field("Handle or e-mail").FillAsync(newcomer.Handle);
        await visitor.Button("Send the code").ClickAsync();
        await visitor.Field("Code").FillAsync("000000");
        await visitor.Field("New password").FillAsync("another-password");
        await look("reset", visitor.Page);
        await visitor.Button("Set the password").ClickAsync();
        await Expect(visitor.Field("Code")).ToHaveAttributeAsync("aria-invalid", "true");
        await look("reset-refused", visitor.Page);
        visitor.Watch.Expect("403 GET /api/mails");
        await visitor.GoAsync("/mails");
        await Expect(visitor.Heading("No mails are shown")).ToBeVisibleAsync();
        await look("mails-without-key", visitor.Page);
        await visitor.Page.GotoAsync(mails.ToString());
        await Expect(visitor.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = newcomer.Handle }).First)
            .ToBeVisibleAsync();
        await look("mails", visitor.Page);
        await visitor.GoAsync("/no/such/page");
        await Expect(visitor.Heading("There is no such page")).ToBeVisibleAsync();
        await look("not-found", visitor.Page);
    }

    private async Task FeedAsync(Func<string, IPage, Task> look)
    {
        visitor.Watch.Expect("404 GET /api/activities/@nobody_at_all");
        await visitor.GoAsync("/");
        await Expect(visitor.Post("Clear skies on Saturday")).ToBeVisibleAsync();
        await look("home-public", visitor.Page);
        await visitor.GoAsync("/@carol");
        await Expect(visitor.Heading("Carol Lindqvist")).ToBeVisibleAsync();
        await look("profile-public", visitor.Page);
        await visitor.GoAsync("/@nobody_at_all");
        await Expect(visitor.Heading("Nobody is called @nobody_at_all")).ToBeVisibleAsync();
        await look("profile-public-nobody", visitor.Page);

        await alice.GoAsync("/");
        var clear = alice.Post("Clear skies on Saturday");
        await Expect(clear).ToBeVisibleAsync();
        await look("home", alice.Page);
        await clear.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(alice.Button("Keep")).ToBeFocusedAsync();
        await look("home-deleting", alice.Page);
        await alice.Button("Keep").ClickAsync();
        var manual = alice.Post("telescope manual");
        await manual.GetByRole(AriaRole.Button, new() { Name = "Replies" }).ClickAsync();
        await Expect(alice.Post("at least brief").Last).ToBeVisibleAsync();
        await alice.Field("Reply to Bob Harris").Last.FillAsync("I could translate it into something shorter");
        await look("home-replies", alice.Page);
        await alice.Field("Write a post").FillAsync(string.Concat(Enumerable.Repeat("Far too many words. ", 52)));
        await Expect(alice.Page.GetByText("Too long by")).ToBeVisibleAsync();
        await look("home-too-long", alice.Page);
        await newcomer.GoAsync($"/@{newcomer.Handle}");
        await Expect(newcomer.Page.GetByText("No posts to be seen.")).ToBeVisibleAsync();
        await look("profile-without-posts", newcomer.Page);
    }

    private async Task NewcomerAsync(Func<string, IPage, Task> look)
    {
        await newcomer.GoAsync("/messages");
        await Expect(newcomer.Heading("No conversations yet")).ToBeVisibleAsync();
        await look("messages-empty", newcomer.Page);
        await newcomer.Button("New message").First.ClickAsync();
        await newcomer.FinderInput.FillAsync("nobody at all");
        await Expect(newcomer.Finder).ToContainTextAsync("Nobody found");
        await look("finder-nobody", newcomer.Page);
    }

    private async Task ConversationAsync(Func<string, IPage, Task> look)
    {
        await bob.WriteAsync(alice, "And I have found the red torch");
        await alice.GoAsync("/messages");
        await Expect(alice.Badge(bob)).ToBeVisibleAsync();
        await look("messages", alice.Page);
        await alice.Row(bob).ClickAsync();
        await Expect(alice.Page.GetByTestId("unread-divider")).ToBeVisibleAsync();
        await Expect(alice.Badge(bob)).ToHaveCountAsync(0);
        await look("conversation", alice.Page);
        await alice.MessageList.EvaluateAsync("(list) => { list.scrollTop = 200; }");
        await Expect(alice.Button("Go to the end")).ToBeVisibleAsync();
        await look("conversation-scrolled", alice.Page);
        await alice.SendAsync("Then nothing can go wrong");
        await Expect(alice.Message("Then nothing can go wrong").Last).ToHaveAttributeAsync("data-state", "sent");
        await bob.ReadAllAsync(alice);
        await Expect(alice.Message("Then nothing can go wrong").Last).ToHaveAttributeAsync("data-state", "read");
        await look("conversation-read", alice.Page);

        await alice.OpenAsync(newcomer);
        await look("conversation-empty", alice.Page);
        alice.Watch.Expect("422 PUT /api/message_groups/");
        var sends = await SendInterception.BeforeAsync(alice);
        sends.Ending = SendInterception.Refuse(422, "message_refused", "The server does not take this message.");
        await alice.SendAsync("Nice to meet you! Shall I show you around?");
        await Expect(alice.Button("Retry")).ToBeVisibleAsync();
        await alice.SendAsync("It is no trouble");
        await look("conversation-failed", alice.Page);
        await alice.Button("Edit").ClickAsync();
        await alice.Composer.FillAsync(string.Concat(Enumerable.Repeat("Far too many words. ", 52)));
        await Expect(alice.Page.GetByText("Too long by")).ToBeVisibleAsync();
        await look("conversation-too-long", alice.Page);
        await alice.Button("Cancel").ClickAsync();
        await alice.Message("Nice to meet you").GetByText("Delete").ClickAsync();
        await alice.Message("It is no trouble").GetByText("Delete").ClickAsync();
        await Expect(alice.Messages).ToHaveCountAsync(0);
    }

    private async Task PeopleAsync(Func<string, IPage, Task> look)
    {
        alice.Watch.Expect("404 ");
        await alice.GoAsync("/messages");
        await Expect(alice.Row(bob)).ToBeVisibleAsync();
        await alice.Button("New message").First.ClickAsync();
        await Expect(alice.FinderOptions.First).ToBeVisibleAsync();
        await look("finder", alice.Page);
        await alice.FinderInput.FillAsync("nora");
        await Expect(alice.FinderOptions.First).ToContainTextAsync("Nora");
        await look("finder-found", alice.Page);
        await alice.GoAsync("/@bob");
        await Expect(alice.Link("Message")).ToBeVisibleAsync();
        await look("profile", alice.Page);
        await alice.GoAsync("/@alice");
        await Expect(alice.Link("Edit your profile")).ToBeVisibleAsync();
        await look("profile-own", alice.Page);
        await alice.GoAsync("/@nobody_at_all");
        await Expect(alice.Heading("Nobody is called @nobody_at_all")).ToBeVisibleAsync();
        await look("profile-nobody", alice.Page);
        await alice.GoAsync("/messages/new/nobody_at_all");
        await Expect(alice.Heading("Nobody is called @nobody_at_all")).ToBeVisibleAsync();
        await look("new-nobody", alice.Page);
        await alice.GoAsync($"/messages/{TestUuid.Next()}");
        await Expect(alice.Heading("This conversation is not here")).ToBeVisibleAsync();
        await look("conversation-missing", alice.Page);
    }

    private async Task SettingsAsync(Func<string, IPage, Task> look)
    {
        alice.Watch.Expect("422 PUT /api/me/password");
        // A program of hers, so that there is something to end.
        var credentials = new { login = alice.Handle, password = alice.Password };
        await alice.Context.APIRequest.PostAsync("/api/tokens", new() { DataObject = credentials });
        await alice.GoAsync("/settings");
        await Expect(alice.Button("Sign out")).ToBeVisibleAsync();
        await Expect(alice.Page.GetByText("This browser")).ToBeVisibleAsync();
        await look("settings", alice.Page);
        await alice.Heading("Where you are signed in").ScrollIntoViewIfNeededAsync();
        await alice.Button("End all others").ScrollIntoViewIfNeededAsync();
        await look("settings-sessions", alice.Page);
        await alice.Field("Current password").FillAsync("wrong-password");
        await alice.Field("New password").FillAsync("another-password");
        await alice.Button("Change password").ClickAsync();
        await Expect(alice.Field("Current password")).ToHaveAttributeAsync("aria-invalid", "true");
        await look("settings-refused", alice.Page);
    }

    private static Task ComeBackLater(IRoute route) =>
        route.FulfillAsync(new() { Status = 503, Headers = [KeyValuePair.Create("Retry-After", "60")] });

    private async Task TroubleAsync(Func<string, IPage, Task> look)
    {
        alice.Watch.Expect("net::ERR_INTERNET_DISCONNECTED");
        alice.Watch.Expect("503 GET ");
        await alice.OpenAsync(bob);
        await alice.Context.SetOfflineAsync(true);
        await Expect(alice.Banner).ToBeVisibleAsync();
        await look("offline", alice.Page);
        await alice.Context.SetOfflineAsync(false);

        await alice.Page.RouteAsync("**/api/events", ComeBackLater);
        await alice.Page.ReloadAsync();
        await Expect(alice.Button("Try now")).ToBeVisibleAsync();
        await look("reconnecting", alice.Page);

        var busy = SendInterception.Refuse(503, "busy", "The server is busy. Try again in a moment.");
        await alice.Page.RouteAsync("**/api/message*/**", busy);
        await alice.Page.RouteAsync("**/api/message_groups*", busy);
        await alice.Page.ReloadAsync();
        await Expect(alice.Button("Try again").Last).ToBeVisibleAsync();
        await look("loading-failed", alice.Page);
        await alice.Page.RouteAsync("**/api/activities/**", busy);
        await alice.GoAsync("/");
        await Expect(alice.Heading("No posts to show")).ToBeVisibleAsync();
        await look("home-failed", alice.Page);
        await alice.Page.RouteAsync("**/api/me", busy);
        await alice.Page.ReloadAsync();
        await Expect(alice.Heading("Cruddur cannot be reached")).ToBeVisibleAsync();
        await look("unreachable", alice.Page);
    }
}
