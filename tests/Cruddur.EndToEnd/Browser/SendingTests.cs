using Cruddur.EndToEnd.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>A send that goes wrong is shown, can be tried again, and never makes two messages of one.</summary>
public sealed class SendingTests : BrowserTest
{
    [Fact]
    public async Task A_refused_message_stays_with_its_reason_and_what_follows_waits_until_it_is_retried()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ann.OpenAsync(ben);
        ann.Watch.Expect("422 PUT /api/message_groups/");
        var sends = await SendInterception.BeforeAsync(ann);
        sends.Ending = SendInterception.Refuse(422, "message_refused", "The server is in a bad mood.");
        await ann.SendAsync("first");
        var refused = await sends.NextAsync();
        await Expect(ann.Message("first")).ToHaveAttributeAsync("data-state", "failed");
        await Expect(ann.Message("first")).ToContainTextAsync("The server is in a bad mood.");
        await ann.SendAsync("second");
        await Expect(ann.Message("second")).ToHaveAttributeAsync("data-state", "sending");
        Assert.Empty(sends.Rest());

        sends.Ending = SendInterception.Deliver;
        await ann.Message("first").GetByTestId("retry-button").ClickAsync();
        await Expect(ann.Message("second")).ToHaveAttributeAsync("data-state", "sent");
        Assert.Equal(refused, await sends.NextAsync());
        Assert.Equal(["first", "second"], await ben.LogAsync(ann));
    }

    [Theory]
    [InlineData("no answer", "net::ERR_FAILED PUT /api/message_groups/")]
    [InlineData("500", "500 PUT /api/message_groups/")]
    public async Task A_message_whose_fate_stays_unknown_is_left_to_its_writer_after_some_attempts_all_of_them_the_same(
        string ending,
        string fault
    )
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ben.WriteAsync(ann, "one", "two");
        await ann.Page.Clock.InstallAsync();
        await ann.OpenAsync(ben);
        ann.Watch.Expect(fault);
        var sends = await SendInterception.BeforeAsync(ann);
        sends.Ending =
            ending == "500" ? SendInterception.Refuse(500, "internal_error", "Something broke.") : SendInterception.Cut;
        await ann.SendAsync("three");
        var first = await sends.NextAsync();
        Assert.Equal(2, first.Base);
        await LetTimePassUntilUnconfirmedAsync(ann, ann.Message("three"));
        await Expect(ann.Message("three")).ToContainTextAsync("Not confirmed. It may have arrived; Retry is safe.");
        var more = sends.Rest();
        Assert.NotEmpty(more);
        Assert.All(more, attempt => Assert.Equal(first, attempt));

        sends.Ending = SendInterception.Deliver;
        await ann.Button("Retry").ClickAsync();
        await Expect(ann.Message("three")).ToHaveAttributeAsync("data-state", "sent");
        Assert.Equal(first, await sends.NextAsync());
        Assert.Equal(["one", "two", "three"], await ben.LogAsync(ann));
    }

    [Fact]
    public async Task A_message_whose_answer_was_lost_is_there_once()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ann.OpenAsync(ben);
        ann.Watch.Expect("net::ERR_FAILED PUT /api/message_groups/");
        var sends = await SendInterception.BeforeAsync(ann);
        sends.Ending = async route =>
        {
            sends.Ending = SendInterception.Deliver;
            await SendInterception.LoseAnswer(route);
        };
        await ann.SendAsync("only once");
        await Expect(ann.Message("only once")).ToHaveAttributeAsync("data-state", "sent");
        await ann.SendAsync("then another");
        await Expect(ann.Message("then another")).ToHaveAttributeAsync("data-state", "sent");
        await Expect(ann.Message("only once")).ToHaveCountAsync(1);
        Assert.Equal(["only once", "then another"], await ben.LogAsync(ann));
    }

    [Fact]
    public async Task A_failed_message_can_be_edited_or_deleted()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ann.OpenAsync(ben);
        ann.Watch.Expect("422 PUT /api/message_groups/");
        var sends = await SendInterception.BeforeAsync(ann);
        sends.Ending = SendInterception.Refuse(422, "message_refused", "Not like this.");
        await ann.SendAsync("rude");
        await ann.SendAsync("pointless");
        await ann.Message("rude").GetByText("Edit").ClickAsync();
        await Expect(ann.Composer).ToHaveValueAsync("rude");
        sends.Ending = route =>
            route.Request.PostData!.Contains("polite", StringComparison.Ordinal)
                ? SendInterception.Deliver(route)
                : SendInterception.Refuse(422, "message_refused", "Not like this.")(route);
        await ann.SendAsync("polite");
        await Expect(ann.Message("polite")).ToHaveAttributeAsync("data-state", "sent");
        await ann.Message("pointless").GetByText("Delete").ClickAsync();
        await Expect(ann.Messages).ToHaveCountAsync(1);
        Assert.Equal(["polite"], await ben.LogAsync(ann));
    }

    /// <summary>The pauses between attempts, without waiting for them.</summary>
    private static async Task LetTimePassUntilUnconfirmedAsync(BrowserPerson person, ILocator message)
    {
        for (var pause = 0; await message.GetAttributeAsync("data-state") != "unconfirmed"; pause++)
        {
            Assert.True(pause < 200, "It never gives up.");
            await person.Page.Clock.FastForwardAsync("00:05");
        }
    }
}
