using Cruddur.EndToEnd.Browser.Support;
using Microsoft.Playwright;

namespace Cruddur.EndToEnd.Browser;

/// <summary>Every page in every state that was designed: looked at by axe, measured, and kept as a picture.</summary>
public sealed class PagesTests : BrowserTest
{
    private static readonly ColorScheme[] Themes = [ColorScheme.Light, ColorScheme.Dark];

    /// <summary>What scrolls sideways, and what sticks out.</summary>
    private const string TooWide = """
        () => [...document.querySelectorAll('html, body *')]
          .filter((element) => {
            const root = element === document.documentElement;
            const scrolls = root || ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
            return scrolls && element.scrollWidth > element.clientWidth;
          })
          .map((element) => `${element.tagName}.${element.className}: ${element.scrollWidth} in ${element.clientWidth}`)
        """;

    /// <summary>Colours change by transitions, however short they are.</summary>
    private const string Settle = """
        async () => {
          const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          await painted();
          const ending = document.getAnimations().filter((it) => it.effect.getComputedTiming().endTime < Infinity);
          await Promise.allSettled(ending.map((animation) => animation.finished));
          await painted();
        }
        """;

    [Fact]
    public async Task Every_page_is_accessible_on_a_desktop_in_both_themes()
    {
        var violations = new List<string>();
        var tour = await TourAsync(Devices.Desktop());
        await tour.GoAsync(async (name, page) => violations.AddRange(await LookAsync("desktop", name, page)));
        Assert.True(violations.Count == 0, string.Join("\n\n", violations));
    }

    [Fact]
    public async Task Every_page_is_accessible_on_a_phone_in_both_themes_and_fits_the_smallest()
    {
        var faults = new List<string>();
        var tour = await TourAsync(Devices.Phone());
        await tour.GoAsync(
            async (name, page) =>
            {
                faults.AddRange(await LookAsync("phone", name, page));
                await page.SetViewportSizeAsync(320, Devices.PhoneHeight);
                faults.AddRange((await page.EvaluateAsync<string[]>(TooWide)).Select(wide => $"{name}: {wide}"));
                await page.SetViewportSizeAsync(Devices.PhoneWidth, Devices.PhoneHeight);
            }
        );
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    private static async Task<List<string>> LookAsync(string device, string name, IPage page)
    {
        var violations = new List<string>();
        foreach (var theme in Themes)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            await page.EvaluateAsync(Settle);
            var stop = $"{device}-{theme}-{name}".ToLowerInvariant();
            await page.ScreenshotAsync(new() { Path = Evidence.Screenshot(stop) });
            var found = theme == Themes[0] ? await Axe.ViolationsAsync(page) : await Axe.ViolationsOfColoursAsync(page);
            violations.AddRange(found.Select(violation => $"{stop}: {violation}"));
        }
        return violations;
    }

    private async Task<PageTour> TourAsync(BrowserNewContextOptions device)
    {
        // A picture in the middle of a movement shows neither its beginning nor its end.
        device.ReducedMotion = ReducedMotion.Reduce;
        return new PageTour(
            await VisitorAsync("Vera", device),
            await SignedInAsync("Nora", device),
            await AliceAsync(device),
            Bob(),
            Server.Mails
        );
    }
}
