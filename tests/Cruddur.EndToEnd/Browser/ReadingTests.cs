using System.Collections.Concurrent;
using Cruddur.EndToEnd.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>What is new, and what counts as read.</summary>
public sealed class ReadingTests : BrowserTest
{
    /// <summary>As when somebody goes to another window: to a browser without windows, every page has the focus.</summary>
    private const string LoseFocus = """
        () => {
          document.hasFocus = () => false;
          window.dispatchEvent(new FocusEvent('blur'));
        }
        """;

    private const string RegainFocus = """
        () => {
          delete document.hasFocus;
          window.dispatchEvent(new FocusEvent('focus'));
        }
        """;

    private const string ScrollUpToLine = """
        async (list) => {
          while (list.scrollTop > 0 && !list.querySelector('[data-testid=unread-divider]')) {
            list.scrollTop -= 300;
            await new Promise(requestAnimationFrame);
          }
        }
        """;

    [Fact]
    public async Task It_opens_at_the_first_unread_message_and_the_line_stays_while_one_reads()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ben.WriteAsync(ann, Numbered("old", 1, 20));
        await ann.ReadAllAsync(ben);
        await ben.WriteAsync(ann, Numbered("new", 21, 60));
        await ann.GoAsync("/messages");
        await Expect(ann.Badge(ben)).ToContainTextAsync("40");

        await ann.Row(ben).ClickAsync();
        await Expect(Line(ann)).ToBeInViewportAsync();
        await Expect(ann.Message("old 20.")).ToBeInViewportAsync();
        await Expect(ann.Message("new 21.")).ToBeInViewportAsync();
        await Expect(ann.Message("new 60.")).Not.ToBeInViewportAsync();
        await ann.Page.GetByTestId("new-pill").ClickAsync();
        await Expect(ann.Message("new 60.")).ToBeInViewportAsync();
        await Expect(ann.Badge(ben)).ToHaveCountAsync(0);
        // What was seen counts, though the server never answers that it is read.
        await ann.Page.RouteAsync("**/read", SendInterception.Hang);
        await ann.Page.RunAndWaitForRequestAsync(() => ben.WriteAsync(ann, "and one more"), "**/read");
        await Expect(ann.Message("and one more")).ToBeInViewportAsync();
        await ann.MessageList.EvaluateAsync(ScrollUpToLine);
        await Expect(RowOfLine(ann)).ToContainTextAsync("new 21.");

        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Row(ben).ClickAsync();
        await Expect(ann.Message("and one more")).ToBeInViewportAsync();
        await Expect(Line(ann)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_has_scrolled_up_is_told_of_new_messages_and_is_not_moved()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await ben.WriteAsync(ann, Numbered("old", 1, 60));
        await ann.ReadAllAsync(ben);
        await ann.OpenAsync(ben);
        await Expect(ann.Message("old 60.")).ToBeInViewportAsync();
        await ann.MessageList.HoverAsync();
        await ann.Page.Mouse.WheelAsync(0, -700);
        await Expect(ann.Message("old 60.")).Not.ToBeInViewportAsync();
        await Expect(ann.Page.GetByTestId("to-end-button")).ToBeVisibleAsync();
        var anchor = ann.Message("old 40.");
        await Expect(anchor).ToBeInViewportAsync();
        var before = await TopAtRestAsync(anchor);

        await ben.WriteAsync(ann, "new 1.", "new 2.", "new 3.");
        var pill = ann.Page.GetByTestId("new-pill");
        await Expect(pill).ToContainTextAsync("3 new");
        await Expect(ann.Badge(ben)).ToContainTextAsync("3");
        Assert.Equal(before, await TopAtRestAsync(anchor), 2.0);
        await pill.ClickAsync();
        await Expect(ann.Message("new 3.")).ToBeInViewportAsync();
        await Expect(pill).ToHaveCountAsync(0);
        await Expect(ann.Badge(ben)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Nothing_is_read_in_a_tab_without_the_focus()
    {
        var (ann, ben) = await AnnAndBenAtBrowsersAsync();
        await ann.OpenAsync(ben);
        await ben.OpenAsync(ann);
        await ben.SendAsync("while she looks");
        await Expect(ben.Message("while she looks")).ToHaveAttributeAsync("data-state", "read");

        var marks = new ConcurrentQueue<string>();
        ann.Page.Request += (_, request) =>
        {
            if (request.Method == "POST" && request.Url.EndsWith("/read", StringComparison.Ordinal))
            {
                marks.Enqueue(request.Url);
            }
        };
        await ann.Page.EvaluateAsync(LoseFocus);
        await ben.SendAsync("while she does not");
        await Expect(ann.Message("while she does not")).ToBeVisibleAsync();
        await Expect(ann.Badge(ben)).ToContainTextAsync("1");
        await Expect(RowOfLine(ann)).ToContainTextAsync("while she does not");
        await Expect(ben.Message("while she does not")).ToHaveAttributeAsync("data-state", "sent");
        // A mark goes out a moment after its message was seen. By the next look at the server that moment is over.
        await ben.SendAsync("nor now");
        await Expect(ann.Message("nor now")).ToBeVisibleAsync();
        await Expect(ann.Badge(ben)).ToContainTextAsync("2");
        Assert.Empty(marks);
        var group = await (await ann.ApiAsync()).GetAsync($"/api/message_groups/{ann.OpenGroup}");
        Assert.Equal(1, group.GetProperty("read_seq").GetInt64());

        await ann.Page.EvaluateAsync(RegainFocus);
        await Expect(ben.Message("while she does not")).ToHaveAttributeAsync("data-state", "read");
        await Expect(ann.Badge(ben)).ToHaveCountAsync(0);
    }

    private static ILocator Line(BrowserPerson person) => person.Page.GetByTestId("unread-divider");

    /// <summary>The row that the line stands above.</summary>
    private static ILocator RowOfLine(BrowserPerson person) =>
        person.Page.Locator(".history-row").Filter(new() { Has = Line(person) });

    private static IEnumerable<string> Numbered(string word, int from, int to) =>
        Enumerable.Range(from, to - from + 1).Select(number => $"{word} {number}.");

    /// <summary>Where it is once it has been in one place for some frames: a wheel scrolls smoothly.</summary>
    private static Task<double> TopAtRestAsync(ILocator locator) =>
        locator.EvaluateAsync<double>(
            """
            async (element) => {
              const top = () => element.getBoundingClientRect().top;
              for (let before = top(), still = 0; still < 10; still = top() === before ? still + 1 : 0) {
                before = top();
                await new Promise(requestAnimationFrame);
              }
              return top();
            }
            """
        );
}
