using System.Text.Json;
using Cruddur.EndToEnd.Browser.Support;
using Cruddur.EndToEnd.Support;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>A long conversation, read back to its first message.</summary>
public sealed class HistoryTests : BrowserTest
{
    private const int Count = 2_000;
    private const int Wave = 50;

    /// <summary>Scrolls up, a step a frame, to the start, and looks at every frame after it was painted.</summary>
    private const string ScrollToStart = """
        async () => {
          const scroller = document.querySelector('[data-testid=message-list]');
          const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          const seen = new Set();
          const faults = [];
          const jumps = [];
          const look = () => {
            const rows = [...scroller.querySelectorAll('[data-seq]')];
            const seqs = rows.map((row) => Number(row.dataset.seq));
            const broken = seqs.findIndex((seq, at) => at > 0 && seq !== seqs[at - 1] + 1);
            if (broken > 0) faults.push(`${seqs[broken]} comes after ${seqs[broken - 1]}`);
            for (const seq of seqs) seen.add(seq);
            return new Map(rows.map((row, at) => [seqs[at], row.getBoundingClientRect().top]));
          };
          const { top, bottom } = scroller.getBoundingClientRect();
          const onScreen = (y) => y >= top && y <= bottom;
          const deadline = performance.now() + 120_000;
          let before = look();
          while (!(seen.has(1) && scroller.scrollTop <= 0) && performance.now() < deadline) {
            const from = scroller.scrollTop;
            const height = scroller.scrollHeight;
            const busy = scroller.querySelector('[aria-busy=true]') !== null;
            const step = busy ? 0 : Math.min(scroller.scrollTop, Math.round(scroller.clientHeight * 0.6));
            scroller.scrollTop -= step;
            await painted();
            const after = look();
            let worst = 0;
            for (const [seq, y] of after) {
              const expected = (before.get(seq) ?? Number.NaN) + step;
              if (!onScreen(expected) || !onScreen(expected - step)) continue;
              if (Math.abs(y - expected) > Math.abs(worst)) worst = y - expected;
            }
            const grown = scroller.scrollHeight - height;
            if (Math.abs(worst) > 3) jumps.push({ worst, step, from, to: scroller.scrollTop, grown });
            before = after;
          }
          return { seen: [...seen].sort((a, b) => a - b), faults, jumps };
        }
        """;

    [Fact]
    public async Task A_history_of_2000_messages_scrolls_to_its_start_whole_in_order_and_without_a_jump()
    {
        var (ann, ben) = await AnnAndBenAsync();
        await FillAsync(ann, ben);
        var pages = 0;
        ann.Page.Request += (_, request) =>
        {
            if (request.Url.Contains("before_seq=", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref pages);
            }
        };
        await ann.OpenAsync(ben);
        await Expect(ann.Page.Locator($"[data-seq='{Count}']")).ToBeInViewportAsync();

        var scroll = await ann.Page.EvaluateAsync<JsonElement>(ScrollToStart);
        Assert.Empty(scroll.GetProperty("faults").EnumerateArray());
        Assert.Equal(
            Enumerable.Range(1, Count),
            scroll.GetProperty("seen").EnumerateArray().Select(seq => seq.GetInt32())
        );
        Assert.Empty(scroll.GetProperty("jumps").EnumerateArray());
        Assert.InRange(pages, 10, Count / 20);
        await Expect(ann.Page.GetByText($"This is where your conversation with {ben.DisplayName} begins."))
            .ToBeInViewportAsync();

        await ann.Button("Go to the end").ClickAsync();
        await Expect(ann.Page.Locator($"[data-seq='{Count}']")).ToBeInViewportAsync();
    }

    /// <summary>So many at a time that the later ones still know where the log ended.</summary>
    private static async Task FillAsync(Person ann, Person ben)
    {
        ApiClient[] people = [await ann.ApiAsync(), await ben.ApiAsync()];
        var group = await ann.GroupWithAsync(ben);
        foreach (var wave in Enumerable.Range(1, Count).Chunk(Wave))
        {
            await Task.WhenAll(
                wave.Select(number =>
                {
                    var text = $"Message {number}.{string.Concat(Enumerable.Repeat(" And so on.", number * 7 % 31))}";
                    return people[number % 2].PutAsync(group, TestUuid.Next(), text, wave[0] - 1);
                })
            );
        }
        await ann.ReadAllAsync(ben);
    }
}
