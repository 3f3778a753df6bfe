using System.Text.Json;
using Cruddur.EndToEnd.Browser.Support;
using Cruddur.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>
/// More than two hundred texts that would call <c>xss()</c> in a page that took them for anything but text, in each place where people's
/// texts are shown. What runs, and what the policy had to stop, is a fault.
/// </summary>
public sealed class ScriptPayloadTests : BrowserTest
{
    private const string Watching = """
        window.xss = () => console.error('A payload ran.');
        document.addEventListener('securitypolicyviolation', (violation) =>
          console.error(`Against the policy: ${violation.effectiveDirective} ${violation.blockedURI}`));
        """;

    private const int OptionsAtOnce = 20;

    private static readonly string[] Payloads = File.ReadAllLines(
        Path.Combine(Checkout.Root, "tests", "Cruddur.EndToEnd", "Browser", "xss-payloads.txt")
    );

    [Fact]
    public async Task In_messages_they_are_shown_as_they_were_written_and_run_nothing()
    {
        Assert.True(Payloads.Length >= 200);
        var (ann, ben) = await AnnAndBenAsync();
        await ann.Context.AddInitScriptAsync(Watching);
        await ann.OpenAsync(ben);
        await ann.BeLiveAsync();
        foreach (var payload in Payloads)
        {
            await ben.WriteAsync(ann, payload);
            await Expect(ann.Messages.Last.Locator(".bubble")).ToHaveTextAsync(payload);
            await Expect(ann.Row(ben)).ToContainTextAsync(payload);
        }
        // From the log, as they are read later.
        await ann.Page.ReloadAsync();
        await Expect(ann.Messages.Last.Locator(".bubble")).ToHaveTextAsync(Payloads[^1]);
    }

    [Fact]
    public async Task As_names_and_handles_and_posts_of_people_they_are_shown_as_they_are_and_run_nothing()
    {
        var ann = await SignedInAsync("Ann");
        await ann.Context.AddInitScriptAsync(Watching);
        // The server takes few of them as a name and none as a handle: the page must not rely on that.
        var found = Array.Empty<string>();
        await ann.Page.RouteAsync("**/api/users?*", route => AnswerAsync(route, found.Select(PersonCalled)));
        await ann.Page.RouteAsync("**/api/users/@*/short", route => AnswerAsync(route, PersonCalled(found[0])));
        await ann.Page.RouteAsync("**/api/activities/@*", route => AnswerAsync(route, found.Select(PostOf)));
        await ann.GoAsync("/messages");
        await ann.Button("New message").First.ClickAsync();
        foreach (var (number, payloads) in Payloads.Chunk(OptionsAtOnce).Index())
        {
            found = payloads;
            await ann.FinderInput.FillAsync($"people {number}");
            await Expect(ann.FinderOptions).ToHaveCountAsync(payloads.Length);
            var shown = await ann.FinderOptions.AllTextContentsAsync();
            foreach (var (payload, option) in payloads.Zip(shown))
            {
                Assert.Contains(payload, option, StringComparison.Ordinal);
            }
        }
        foreach (var payloads in Payloads.Chunk(OptionsAtOnce))
        {
            found = payloads;
            await ann.GoAsync("/@somebody");
            await Expect(ann.Page.GetByText(payloads[0], new() { Exact = true }).First).ToBeVisibleAsync();
            await Expect(ann.Page.Locator(".activity-text")).ToHaveTextAsync(payloads);
        }
    }

    /// <summary>The two above are worth nothing if nobody would notice: this, and what runs.</summary>
    [Fact]
    public async Task What_is_taken_for_markup_is_stopped_by_the_policy_and_noticed()
    {
        var ann = await SignedInAsync("Ann");
        await ann.Context.AddInitScriptAsync(Watching);
        await ann.GoAsync("/messages");
        ann.Watch.Expect("console: ");

        var error = await Assert.ThrowsAnyAsync<PlaywrightException>(() =>
            ann.Page.EvaluateAsync("payload => document.body.insertAdjacentHTML('beforeend', payload)", Payloads[0])
        );

        Assert.Contains("TrustedHTML", error.Message, StringComparison.Ordinal);
        // In the console before the call has ended, unlike the event about it.
        Assert.Contains(
            ann.Watch.Seen,
            seen => seen.StartsWith("console: This document requires 'TrustedHTML'", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_runs_is_noticed()
    {
        var ann = await SignedInAsync("Ann");
        await ann.Context.AddInitScriptAsync(Watching);
        await ann.GoAsync("/messages");
        ann.Watch.Expect("console: A payload ran.");

        await ann.Page.RunAndWaitForConsoleMessageAsync(() => ann.Page.EvaluateAsync("() => xss()"));

        Assert.Contains("console: A payload ran.", ann.Watch.Seen, StringComparer.Ordinal);
    }

    private static object PersonCalled(string text) =>
        new
        {
            uuid = TestUuid.Next(),
            handle = text,
            display_name = text,
        };

    private static object PostOf(string text) =>
        new
        {
            uuid = TestUuid.Next(),
            user_uuid = TestUuid.Next(),
            handle = text,
            display_name = text,
            message = text,
            replies_count = 0,
            likes_count = 0,
            reposts_count = 0,
            reply_to_activity_uuid = (string?)null,
            liked = false,
            created_at = DateTimeOffset.UnixEpoch,
            expires_at = DateTimeOffset.UnixEpoch.AddYears(100),
        };

    private static Task AnswerAsync(IRoute route, object answer) =>
        route.FulfillAsync(new() { ContentType = "application/json", Body = JsonSerializer.Serialize(answer) });
}
