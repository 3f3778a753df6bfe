using System.Collections.Concurrent;
using Cruddur.EndToEnd.Browser.Support;
using Cruddur.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>What happens is seen as it happens, by one connection a browser.</summary>
public sealed class LiveTests : BrowserTest
{
    [Fact]
    public async Task A_message_appears_in_the_other_browser_without_being_asked_for()
    {
        var (ann, ben) = await AnnAndBenAtBrowsersAsync();
        await ben.WriteAsync(ann, "before");
        await ann.OpenAsync(ben);
        await ben.OpenAsync(ann);
        await ann.BeLiveAsync();
        await Expect(ann.Message("before")).ToBeVisibleAsync();
        var asked = Requests(ann.Page, request => request.Method == "GET");

        await ben.SendAsync("at once");
        await Expect(ann.Message("at once")).ToBeVisibleAsync();
        await Expect(ann.Row(ben)).ToContainTextAsync("at once");
        await Expect(ben.Message("at once")).ToHaveAttributeAsync("data-state", "read");
        await Expect(ben.Message("at once").GetByText("Read", new() { Exact = true })).ToBeVisibleAsync();
        Assert.DoesNotContain(asked, address => address.Contains("/api/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_writes_is_seen_to_until_the_message_is_there()
    {
        var (ann, ben) = await AnnAndBenAtBrowsersAsync();
        await ben.WriteAsync(ann, "before");
        await ann.OpenAsync(ben);
        await ben.OpenAsync(ann);
        await ann.BeLiveAsync();
        await ben.BeLiveAsync();
        await ann.Composer.PressSequentiallyAsync("hel");
        await Expect(ben.TypingLine).ToContainTextAsync($"{ann.DisplayName} is typing");
        await Expect(ben.Row(ann)).ToContainTextAsync("typing");
        await ann.SendAsync("hello");
        await Expect(ben.Message("hello")).ToBeVisibleAsync();
        await Expect(ben.TypingLine).ToBeEmptyAsync();
        await Expect(ann.TypingLine).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Two_tabs_have_one_connection_and_it_outlives_the_tab_that_had_it()
    {
        var (ann, ben) = await AnnAndBenAsync();
        var streams = Requests(ann.Context, request => request.Url.EndsWith("/api/events", StringComparison.Ordinal));
        await ann.OpenAsync(ben);
        await ann.BeLiveAsync();
        var secondTab = await ann.Context.NewPageAsync();
        await secondTab.GotoAsync(ann.Page.Url);
        await Expect(secondTab.GetByTestId("connection")).ToHaveAttributeAsync("data-state", "live");
        await ben.WriteAsync(ann, "to both");
        await Expect(ann.Message("to both")).ToBeVisibleAsync();
        await Expect(secondTab.GetByTestId("message")).ToHaveCountAsync(1);
        Assert.Single(streams);

        await ann.Page.CloseAsync();
        await ben.WriteAsync(ann, "to the one that is left");
        await Expect(secondTab.GetByTestId("message")).ToHaveCountAsync(2);
        Assert.Equal(2, streams.Count);
    }

    [Fact]
    public async Task Signing_out_in_one_tab_signs_out_the_other()
    {
        var (ann, ben) = await AnnAndBenAsync();
        // Whichever of the two hears of it first.
        ann.Watch.Expect("401 GET /api/");
        await ann.OpenAsync(ben);
        await ann.BeLiveAsync();
        var secondTab = await ann.Context.NewPageAsync();
        await secondTab.GotoAsync("/messages");
        await Expect(secondTab.GetByTestId("connection")).ToHaveAttributeAsync("data-state", "live");
        await ann.SignOutAsync();
        await Expect(secondTab.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Fifty_messages_written_offline_arrive_once_and_in_order_after_a_reload()
    {
        var (ann, ben) = await AnnAndBenAsync();
        string[] texts = [.. Enumerable.Range(1, 50).Select(number => $"offline {number}.")];
        string[] everything = ["before", .. texts];
        await ben.WriteAsync(ann, "before");
        await ann.OpenAsync(ben);
        await Expect(ann.Message("before")).ToBeVisibleAsync();
        // Otherwise it would be there that the conversation opens again, and not at its end.
        await Expect(ann.Badge(ben)).ToHaveCountAsync(0);
        ann.Watch.Expect("net::ERR_INTERNET_DISCONNECTED");
        ann.Watch.Expect("net::ERR_FAILED PUT /api/message_groups/");
        var sends = await SendInterception.BeforeAsync(ann);
        sends.Ending = SendInterception.Cut;
        await ann.Context.SetOfflineAsync(true);
        foreach (var text in texts)
        {
            await ann.SendAsync(text);
        }
        await Expect(ann.Message(texts[^1])).ToHaveAttributeAsync("data-state", "sending");

        // The page itself comes over the network, so that is there again, and only sending is not.
        await ann.Context.SetOfflineAsync(false);
        await ann.Page.ReloadAsync();
        await Expect(ann.Message(texts[^1])).ToHaveAttributeAsync("data-state", "sending");
        sends.Ending = SendInterception.Deliver;
        await Expect(ann.Message(texts[^1])).ToHaveAttributeAsync("data-state", "sent");
        Assert.Equal(everything, await ben.LogAsync(ann));
        Assert.All(sends.Rest(), attempt => Assert.Equal(1, attempt.Base));
    }

    private static ConcurrentQueue<string> Requests(IPage page, Func<IRequest, bool> wanted)
    {
        var requests = new ConcurrentQueue<string>();
        page.Request += (_, request) => Note(requests, request, wanted);
        return requests;
    }

    private static ConcurrentQueue<string> Requests(IBrowserContext context, Func<IRequest, bool> wanted)
    {
        var requests = new ConcurrentQueue<string>();
        context.Request += (_, request) => Note(requests, request, wanted);
        return requests;
    }

    private static void Note(ConcurrentQueue<string> requests, IRequest request, Func<IRequest, bool> wanted)
    {
        if (wanted(request))
        {
            requests.Enqueue(request.Url);
        }
    }
}
