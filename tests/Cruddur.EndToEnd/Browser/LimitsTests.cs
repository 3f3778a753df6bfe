using Cruddur.EndToEnd.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>How much goes into a message, counted as a person counts.</summary>
public sealed class LimitsTests : BrowserTest
{
    private const string ThumbsUpOfSomeColour = "👍🏽";

    [Fact]
    public async Task One_character_too_many_is_said_and_cannot_be_sent()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ann.OpenAsync(ben);
        await ann.Composer.FillAsync(new string('x', 1000));
        await Expect(ann.Page.GetByText("24 characters left")).ToBeVisibleAsync();
        await ann.Composer.FillAsync(new string('x', 1025));
        await Expect(ann.Page.GetByText("Too long by 1.")).ToBeVisibleAsync();
        await Expect(ann.Button("Send")).ToBeDisabledAsync();
        await ann.Composer.PressAsync("Enter");
        await Expect(ann.Composer).ToHaveValueAsync(new string('x', 1025));
        await ann.Composer.PressAsync("Backspace");
        await Expect(ann.Page.GetByText("0 characters left")).ToBeVisibleAsync();
        await ann.Composer.PressAsync("Enter");
        await Expect(ann.Messages).ToHaveAttributeAsync("data-state", "sent");
        Assert.Equal([new string('x', 1024)], await ben.LogAsync(ann));
    }

    [Fact]
    public async Task An_emoji_of_several_code_points_is_one_character()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ann.OpenAsync(ben);
        await ann.Composer.FillAsync(Repeated(1025));
        await Expect(ann.Page.GetByText("Too long by 1.")).ToBeVisibleAsync();
        await ann.Composer.FillAsync(Repeated(1024));
        await Expect(ann.Page.GetByText("0 characters left")).ToBeVisibleAsync();
        await ann.Button("Send").ClickAsync();
        await Expect(ann.Messages).ToHaveAttributeAsync("data-state", "sent");
        Assert.Equal([Repeated(1024)], await ben.LogAsync(ann));
    }

    [Fact]
    public async Task Nothing_but_spaces_cannot_be_sent()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ann.OpenAsync(ben);
        await Expect(ann.Button("Send")).ToBeDisabledAsync();
        await ann.Composer.FillAsync("  \n ");
        await Expect(ann.Button("Send")).ToBeDisabledAsync();
        await ann.Composer.PressAsync("Enter");
        await ann.SendAsync("something");
        await Expect(ann.Messages).ToHaveAttributeAsync("data-state", "sent");
        Assert.Equal(["something"], await ben.LogAsync(ann));
    }

    private static string Repeated(int count) => string.Concat(Enumerable.Repeat(ThumbsUpOfSomeColour, count));
}
