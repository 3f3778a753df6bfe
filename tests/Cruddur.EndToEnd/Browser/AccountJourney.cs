using Cruddur.EndToEnd.Browser.Support;
using Cruddur.EndToEnd.Support;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>
/// What somebody does with an account, from the first page to the last: the same on every provider of accounts. A class
/// below names one.
/// </summary>
public abstract class AccountJourney : BrowserTest, IAsyncLifetime
{
    private const string NewPassword = "a-better-battery-9A";
    private const string Confirm = "Confirm your account";
    private const string Reset = "Set a new password";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cruddur-journey-");

    private protected ServerProcess OwnServer { get; private set; } = null!;

    /// <summary>Fits every provider's rules.</summary>
    private protected virtual string FirstPassword => "correct-Horse-battery-9";

    /// <summary>A server over the accounts of the provider, which are to be confirmed by a code.</summary>
    private protected abstract Task<ServerProcess> StartServerAsync(string dataFolder);

    /// <summary>The code that the person was sent last.</summary>
    /// <param name="subject">Of its mail: the one of another journey may be there before it.</param>
    private protected abstract Task<string> ReadCodeAsync(BrowserPerson person, string subject);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        OwnServer = await StartServerAsync(_folder.FullName);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (OwnServer is not null)
        {
            await OwnServer.DisposeAsync();
        }
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Somebody_signs_up_confirms_signs_in_writes_a_message_and_signs_out()
    {
        var ben = await SignedUpAsync("Ben");
        var ann = await SignedUpAsync("Ann");
        await ann.SignOutAsync();
        await ann.SignInAsync();
        await Expect(ann.Heading("No conversations yet")).ToBeVisibleAsync();

        await ann.OpenAsync(ben);
        await ann.SendAsync("Hello Ben, it worked");
        await Expect(ben.Row(ann)).ToContainTextAsync("Hello Ben, it worked");
        await ben.Row(ann).ClickAsync();
        await Expect(ann.Message("Hello Ben, it worked")).ToHaveAttributeAsync("data-state", "read");

        await ann.SignOutAsync();
        await ann.GoAsync("/messages");
        await Expect(ann.Button("Sign in")).ToBeVisibleAsync();
        Assert.Empty(await ann.Context.CookiesAsync());
    }

    [Fact]
    public async Task Whoever_closed_the_page_confirms_when_they_sign_in_and_a_wrong_code_is_said()
    {
        var ann = await VisitorAsync("Ann", server: OwnServer);
        ann.Password = FirstPassword;
        await ann.SignUpAsync();
        await Expect(ann.Heading("Confirm your account")).ToBeVisibleAsync();
        var code = await ReadCodeAsync(ann, Confirm);

        ann.Watch.Expect("403 POST /api/session");
        ann.Watch.Expect("422 POST /api/accounts/confirmation");
        await ann.GoAsync("/sign-in");
        await ann.SignInAsync();
        await Expect(ann.Heading("Confirm your account")).ToBeVisibleAsync();
        await ann.Field("Code").FillAsync(code[^1] == '0' ? $"{code[..^1]}1" : $"{code[..^1]}0");
        await ann.Button("Confirm").ClickAsync();
        await Expect(ann.Field("Code")).ToHaveAttributeAsync("aria-invalid", "true");
        await ann.Field("Code").FillAsync(code);
        await ann.Button("Confirm").ClickAsync();
        await Expect(ann.Heading("No conversations yet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_and_every_other_browser_is_signed_out()
    {
        var ann = await SignedUpAsync("Ann");
        var elsewhere = await VisitorAsync("Ann", server: OwnServer);
        await elsewhere.GoAsync("/sign-in");
        await elsewhere.Link("Forgot your password?").ClickAsync();
        await elsewhere.Field("Handle or e-mail").FillAsync(ann.Handle);
        await elsewhere.Button("Send the code").ClickAsync();
        await Expect(elsewhere.Heading("Set a new password")).ToBeVisibleAsync();
        await elsewhere.Field("Code").FillAsync(await ReadCodeAsync(ann, Reset));
        await elsewhere.Field("New password").FillAsync(NewPassword);
        await elsewhere.Button("Set the password").ClickAsync();
        await Expect(elsewhere.Heading("No conversations yet")).ToBeVisibleAsync();

        // The stream ends, and what the page asks then is refused.
        ann.Watch.Expect("401 ");
        await Expect(ann.Button("Sign in")).ToBeVisibleAsync();
        ann.Watch.Expect("401 POST /api/session");
        await ann.SignInAsync();
        await Expect(ann.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("wrong");
        ann.Password = NewPassword;
        await ann.SignInAsync();
        await Expect(ann.Heading("No conversations yet")).ToBeVisibleAsync();
    }

    private async Task<BrowserPerson> SignedUpAsync(string name)
    {
        var person = await VisitorAsync(name, server: OwnServer);
        person.Password = FirstPassword;
        await person.SignUpAsync();
        await Expect(person.Heading("Confirm your account")).ToBeVisibleAsync();
        await person.Field("Code").FillAsync(await ReadCodeAsync(person, Confirm));
        await person.Button("Confirm").ClickAsync();
        await Expect(person.Heading("No conversations yet")).ToBeVisibleAsync();
        return person;
    }
}
