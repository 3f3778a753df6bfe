using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cruddur.EndToEnd.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>Times are the reader's, and so are days.</summary>
public sealed partial class TimeTests : BrowserTest
{
    [Theory]
    [InlineData("America/Los_Angeles", "2026-03-14T07:00:00Z")]
    [InlineData("Asia/Kathmandu", "2026-03-13T18:15:00Z")]
    [InlineData("Pacific/Auckland", "2026-03-13T11:00:00Z")]
    public async Task A_new_day_begins_at_midnight_where_the_reader_is(string zone, string midnight)
    {
        var begin = DateTimeOffset.Parse(midnight, CultureInfo.InvariantCulture);
        var ann = await SignedInAsync("Ann", new() { TimezoneId = zone });
        var ben = await ElsewhereAsync("Ben");
        await ben.WriteAsync(ann, "long ago", "just before", "just after");
        await ann.Page.Clock.SetFixedTimeAsync(begin.AddHours(2).UtcDateTime);
        await RewriteTimesAsync(ann.Page, [begin.AddDays(-100).AddHours(12), begin.AddMinutes(-1), begin]);
        await ann.OpenAsync(ben);
        await Expect(ann.Messages).ToHaveCountAsync(3);
        var days = ann.Page.GetByTestId("day-separator");
        await Expect(days).ToHaveCountAsync(3);
        await Expect(days.Nth(0)).ToHaveTextAsync(LongAgo());
        await Expect(days.Nth(1)).ToHaveTextAsync("Yesterday");
        await Expect(days.Nth(2)).ToHaveTextAsync("Today");
        await Expect(ann.Message("just before").Locator("time")).ToHaveTextAsync("23:59");
        await Expect(ann.Message("just after").Locator("time")).ToHaveTextAsync(Midnight());
    }

    /// <summary>The log as if it had been written at these times, which the server's clock has left behind.</summary>
    private static async Task RewriteTimesAsync(IPage page, DateTimeOffset[] times) =>
        await page.RouteAsync(
            "**/api/messages/*",
            async route =>
            {
                var answer = await route.FetchAsync();
                var log = JsonNode.Parse(await answer.TextAsync())!.AsArray();
                foreach (var message in log)
                {
                    var time = times[message!["seq"]!.GetValue<int>() - 1];
                    message["created_at"] = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
                }
                await route.FulfillAsync(new() { Response = answer, Body = JsonSerializer.Serialize(log) });
            }
        );

    // Versions of the locale data differ in what they put between.
    [GeneratedRegex("^Thursday,? 4 December 2025$", RegexOptions.None, 1000)]
    private static partial Regex LongAgo();

    [GeneratedRegex("^0?0:00$", RegexOptions.None, 1000)]
    private static partial Regex Midnight();
}
