using Cruddur.EndToEnd.Browser.Support;
using Cruddur.EndToEnd.Support;
using Cruddur.Proof.Simulation;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>A network that never holds for long: what the page shows is the log all the same.</summary>
public sealed class CutConnectionTests : BrowserTest
{
    private const int Messages = 2_000;

    /// <summary>After so many the page has to be up to date, however often it was cut off meanwhile.</summary>
    private const int Block = 50;

    /// <summary>As a browser does when there is a network again: the page then comes back without its usual pauses.</summary>
    private const string ComeBackAtOnce = "() => void setInterval(() => window.dispatchEvent(new Event('online')), 50)";

    private const string OnScreen = """
        (list) => [...list.querySelectorAll('[data-testid=message]')].map((message) => Number(message.dataset.seq))
        """;

    /// <summary>The place, sequence and text of every message, from the end to the beginning.</summary>
    private const string WholeList = """
        async (list) => {
          const seen = new Map();
          for (let isAtTop = false; !isAtTop; list.scrollTop -= list.clientHeight) {
            isAtTop = list.scrollTop === 0;
            for (const row of list.querySelectorAll('.history-row')) {
              const { seq } = row.querySelector('[data-testid=message]').dataset;
              const place = Number(row.getAttribute('aria-posinset'));
              seen.set(`${place} of ${row.getAttribute('aria-setsize')}: ${seq} ${row.querySelector('.bubble').textContent}`, place);
            }
            await new Promise(requestAnimationFrame);
          }
          return [...seen].sort(([, one], [, other]) => one - other).map(([line]) => line);
        }
        """;

    [Fact]
    public async Task What_comes_over_a_connection_that_is_cut_at_any_byte_is_the_log_without_gap_or_double_and_in_order()
    {
        using var proxy = new CuttingProxy(Server.Address, new Dice(2026));
        var ann = await SignedInAsync("Ann", new() { BaseURL = proxy.Address.ToString() });
        var ben = await ElsewhereAsync("Ben");
        ann.Watch.Expect("net::ERR_");
        // Parts of the page that it fetches ahead, when the cut leaves only half of the answer's headers.
        ann.Watch.Expect("console: Failed to load module script");
        ann.Watch.Expect("console: Refused to apply style");
        await ann.OpenAsync(ben);
        await ann.BeLiveAsync();
        await ann.Page.EvaluateAsync(ComeBackAtOnce);
        var (api, group) = (await ben.ApiAsync(), ann.OpenGroup);

        proxy.IsCutting = true;
        for (var number = 1; number <= Messages; number++)
        {
            await api.PutAsync(group, TestUuid.Next(), $"number {number}.", number - 1);
            if (number % Block == 0)
            {
                await Expect(ann.Message($"number {number}.")).ToBeVisibleAsync();
                var seqs = await ann.MessageList.EvaluateAsync<int[]>(OnScreen);
                Assert.Equal(Enumerable.Range(seqs[0], seqs.Length), seqs);
            }
        }
        Assert.True(proxy.Cuts >= 40, $"It was cut only {proxy.Cuts} times.");
        proxy.IsCutting = false;
        await ann.BeLiveAsync();

        var log = await api.WholeLogAsync(group);
        Assert.Equal(Messages, log.Length);
        string[] whole =
        [
            .. log.Select((it, at) => $"{at + 1} of {Messages}: {it.GetProperty("seq")} {it.GetProperty("message")}"),
        ];
        Assert.Equal(whole, await ann.MessageList.EvaluateAsync<string[]>(WholeList));
    }
}
