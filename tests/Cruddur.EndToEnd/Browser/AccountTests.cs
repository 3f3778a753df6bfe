using Cruddur.EndToEnd.Browser.Support;
using Cruddur.EndToEnd.Support;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>Coming, going, and what a person can change about themselves.</summary>
public sealed class AccountTests : BrowserTest
{
    [Fact]
    public async Task A_new_name_shows_for_the_other_person()
    {
        var (ann, ben) = await AnnAndBenAtBrowsersAsync();
        await ben.WriteAsync(ann, "hello");
        await ann.OpenAsync(ben);
        await ben.GoAsync("/settings");
        await ben.Field("Display name").FillAsync("Benjamin the Second");
        await ben.Button("Save name").ClickAsync();
        await Expect(ben.Page.GetByText("Saved.")).ToBeVisibleAsync();
        // Who has it is told with the next thing that they do.
        await ben.WriteAsync(ann, "by my new name");
        await Expect(ann.Rows).ToContainTextAsync("Benjamin the Second");
        await ann.Page.ReloadAsync();
        await Expect(ann.Heading("Benjamin the Second")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task After_a_change_of_password_the_new_one_signs_in_and_the_old_one_does_not()
    {
        var ann = await SignedInAsync("Ann");
        ann.Watch.Expect("422 PUT /api/me/password");
        ann.Watch.Expect("401 POST /api/session");
        await ann.GoAsync("/settings");
        await ann.Field("Current password").FillAsync("not my password");
        await ann.Field("New password").FillAsync("a-better-password");
        await ann.Button("Change password").ClickAsync();
        await Expect(ann.Field("Current password")).ToHaveAttributeAsync("aria-invalid", "true");
        await ann.Field("Current password").FillAsync(ann.Password);
        await ann.Button("Change password").ClickAsync();
        await Expect(ann.Page.GetByText("Your password is changed.")).ToBeVisibleAsync();

        await ann.SignOutAsync();
        await ann.SignInAsync();
        await Expect(ann.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("wrong");
        ann.Password = "a-better-password";
        await ann.SignInAsync();
        await Expect(ann.Heading("No conversations yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Signing_out_leaves_nothing_private_behind()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ben.WriteAsync(ann, "for your eyes only");
        await ann.GoAsync("/");
        await ann.Field("Write a post").FillAsync("a private post");
        await ann.OpenAsync(ben);
        await Expect(ann.Message("for your eyes only")).ToBeVisibleAsync();
        await ann.Composer.FillAsync("a private draft");
        await ann.Link("Settings").ClickAsync();
        await ann.Button("Sign out").ClickAsync();
        await Expect(ann.Button("Sign in")).ToBeVisibleAsync();
        var kept = await ann.Page.EvaluateAsync<string>("() => JSON.stringify({ ...localStorage, ...sessionStorage })");
        Assert.DoesNotContain("private", kept, StringComparison.Ordinal);
        Assert.Empty(await ann.Context.CookiesAsync());

        await ann.Page.GoBackAsync();
        await Expect(ann.Button("Sign in")).ToBeVisibleAsync();
        Assert.DoesNotContain("for your eyes only", await ann.Page.ContentAsync(), StringComparison.Ordinal);
        await ann.GoAsync("/messages");
        await Expect(ann.Button("Sign in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Signing_out_in_one_tab_signs_out_the_others_and_deletes_what_was_typed_there()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ann.OpenAsync(ben);
        // A look that was under way when the session ended.
        ann.Watch.Expect("401 GET /api/message");
        var otherTab = await ann.Context.NewPageAsync();
        await otherTab.GotoAsync("/settings");
        var signOut = otherTab.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out" });
        await Expect(signOut).ToBeVisibleAsync();
        await ann.Composer.FillAsync("a private draft");
        await signOut.ClickAsync();
        await Expect(ann.Button("Sign in")).ToBeVisibleAsync();
        var kept = await ann.Page.EvaluateAsync<string>("() => JSON.stringify({ ...localStorage })");
        Assert.DoesNotContain("private", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_to_a_conversation_signed_out_is_there_after_signing_in()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ben.WriteAsync(ann, "come and see");
        var group = await ann.GroupWithAsync(ben);
        await ann.Context.ClearCookiesAsync();
        await ann.GoAsync($"/messages/{group}");
        ann.Watch.Expect("401 POST /api/session");
        await ann.Field("Handle or e-mail").FillAsync(ann.Handle);
        await ann.Field("Password").FillAsync("wrong-password");
        await ann.Button("Sign in").ClickAsync();
        await Expect(ann.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("wrong");
        await ann.SignInAsync();
        await Expect(ann.Message("come and see")).ToBeVisibleAsync();
        Assert.Equal(group, ann.OpenGroup);
    }

    [Fact]
    public async Task What_is_wrong_with_a_new_account_is_said_where_it_is_wrong()
    {
        var taken = await SignedInAsync("Ann");
        var ann = await VisitorAsync("Ann");
        ann.Watch.Expect("422 POST /api/accounts");
        ann.Watch.Expect("409 POST /api/accounts");
        ann.Password = "short";
        await ann.SignUpAsync();
        await Expect(ann.Field("Password")).ToHaveAttributeAsync("aria-invalid", "true");
        await ann.Field("Password").FillAsync(ApiClient.Password);
        await ann.Field("Handle").FillAsync(taken.Handle.ToUpperInvariant());
        await ann.Button("Create account").ClickAsync();
        await Expect(ann.Field("Handle")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(ann.Field("Password")).ToHaveAttributeAsync("aria-invalid", "false");
    }
}
