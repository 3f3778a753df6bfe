using Cruddur.EndToEnd.Browser.Support;
using Cruddur.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>What was written and not sent outlives reloads and dead networks.</summary>
public sealed class KeepingTests : BrowserTest
{
    [Fact]
    public async Task Unsent_messages_and_drafts_outlive_a_reload()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ben.WriteAsync(ann, "hello");
        await ann.OpenAsync(ben);
        ann.Watch.Expect("net::ERR_FAILED PUT /api/message_groups/");
        var sends = await SendInterception.BeforeAsync(ann);
        // One attempt is lost and the next has no end: on no machine are they so many that it gives up.
        sends.Ending = route =>
        {
            sends.Ending = SendInterception.Hang;
            return SendInterception.Cut(route);
        };
        await ann.SendAsync("unsent one");
        var first = await sends.NextAsync();
        await ann.SendAsync("unsent two");
        await ann.Composer.FillAsync("a thought that is not finis");
        await ann.Page.ReloadAsync();

        await Expect(ann.Composer).ToHaveValueAsync("a thought that is not finis");
        await Expect(ann.Messages).ToHaveCountAsync(3);
        await Expect(ann.Messages.Nth(1)).ToContainTextAsync("unsent one");
        await Expect(ann.Messages.Nth(2)).ToContainTextAsync("unsent two");
        Assert.Empty(sends.Rest());

        sends.Ending = SendInterception.Deliver;
        await ann.GoAsync("/messages");
        await Expect(ann.Row(ben)).ToContainTextAsync("Draft: a thought that is not finis");
        await ann.Row(ben).ClickAsync();
        await Expect(ann.Message("unsent two")).ToHaveAttributeAsync("data-state", "sent");
        Assert.Equal(first, await sends.NextAsync());
        Assert.Equal(["hello", "unsent one", "unsent two"], await ben.LogAsync(ann));
    }

    [Fact]
    public async Task Offline_is_said_until_everything_missed_is_there()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ben.WriteAsync(ann, "before");
        await ann.OpenAsync(ben);
        await Expect(ann.Message("before")).ToBeVisibleAsync();
        await Expect(ann.Banner).ToHaveCountAsync(0);
        ann.Watch.Expect("net::ERR_INTERNET_DISCONNECTED");
        await ann.Context.SetOfflineAsync(true);
        await Expect(ann.Banner).ToContainTextAsync("You are offline");
        await ann.SendAsync("written in a tunnel");
        await Expect(ann.Message("written in a tunnel")).ToHaveAttributeAsync("data-state", "sending");
        await ben.WriteAsync(ann, "missed one", "missed two");

        var catchUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await ann.Page.RouteAsync(
            "**/api/messages/*after_seq=*",
            async route =>
            {
                asked.TrySetResult();
                await catchUp.Task;
                await route.ContinueAsync();
            }
        );
        await ann.Context.SetOfflineAsync(false);
        await asked.Task.WaitAsync(Patience.ForAll);
        await Expect(ann.Banner).ToContainTextAsync("Reconnecting");
        catchUp.SetResult();
        await Expect(ann.Banner).ToHaveCountAsync(0);
        Assert.Equal(1, await ann.Message("missed one").CountAsync());
        Assert.Equal(1, await ann.Message("missed two").CountAsync());
        await Expect(ann.Message("written in a tunnel")).ToHaveAttributeAsync("data-state", "sent");
        Assert.Equal(["before", "missed one", "missed two", "written in a tunnel"], await ben.LogAsync(ann));
    }

    [Fact]
    public async Task A_conversation_reopened_offline_shows_what_is_there_and_can_be_written_to()
    {
        var (ann, ben) = await AnnAndBenAsync();
        var cem = await ElsewhereAsync("Cem");
        await ben.WriteAsync(ann, "one", "two");
        await cem.WriteAsync(ann, "from Cem");
        await ann.OpenAsync(ben);
        await Expect(ann.Message("two")).ToBeVisibleAsync();
        await ann.Row(cem).ClickAsync();
        await Expect(ann.Message("from Cem")).ToBeVisibleAsync();
        await ben.WriteAsync(ann, "missed");
        await Expect(ann.Row(ben)).ToContainTextAsync("missed");

        ann.Watch.Expect("net::ERR_INTERNET_DISCONNECTED");
        await ann.Context.SetOfflineAsync(true);
        await ann.Row(ben).ClickAsync();
        await Expect(ann.Message("two")).ToBeVisibleAsync();
        await Expect(ann.Heading("These messages are not here yet")).ToHaveCountAsync(0);
        await ann.SendAsync("written in a tunnel");
        await Expect(ann.Message("written in a tunnel")).ToHaveAttributeAsync("data-state", "sending");

        await ann.Context.SetOfflineAsync(false);
        await Expect(ann.Message("written in a tunnel")).ToHaveAttributeAsync("data-state", "sent");
        await Expect(ann.Message("missed")).ToBeVisibleAsync();
        await Expect(ann.Page.GetByTestId("unread-divider")).ToHaveCountAsync(1);
        Assert.Equal(["one", "two", "missed", "written in a tunnel"], await ben.LogAsync(ann));
    }
}
