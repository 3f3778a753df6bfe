using Cruddur.EndToEnd.Browser.Support;
using Cruddur.EndToEnd.Support;
using static Microsoft.Playwright.Assertions;

namespace Cruddur.EndToEnd.Browser;

/// <summary>Text is text, whatever it looks like. A dialog or a breach of the policy fails the test by itself.</summary>
public sealed class HostileTextTests : BrowserTest
{
    private static readonly string[] Payloads =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(2)>",
        "\"><svg onload=alert(3)>",
        "javascript:alert(4)",
        "{{constructor.constructor('alert(5)')()}} ${alert(6)}",
        "<style>*{display:none}</style></p></article><iframe srcdoc='<script>parent.alert(7)</script>'>",
    ];

    [Fact]
    public async Task Hostile_messages_are_shown_as_they_were_written()
    {
        var (ann, ben) = await AnnAndBenAtBrowsersAsync();
        await ann.OpenAsync(ben);
        await ben.OpenAsync(ann);
        foreach (var payload in Payloads)
        {
            await ann.SendAsync(payload);
            await Expect(ann.Message(payload)).ToHaveAttributeAsync("data-state", "read");
            await Expect(ben.Message(payload).Locator(".bubble")).ToHaveTextAsync(payload);
            await Expect(ben.Row(ann)).ToContainTextAsync(payload);
        }
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("\"'><script>alert(2)</script>")]
    public async Task A_hostile_name_is_shown_as_it_was_written(string name)
    {
        var (ann, ben) = await AnnAndBenAtBrowsersAsync();
        await ben.WriteAsync(ann, "hello");
        await ben.GoAsync("/settings");
        await ben.Field("Display name").FillAsync(name);
        await ben.Button("Save name").ClickAsync();
        await Expect(ben.Page.GetByText("Saved.")).ToBeVisibleAsync();
        await ann.GoAsync("/messages");
        await Expect(ann.Rows).ToContainTextAsync(name);
        await ann.Rows.ClickAsync();
        await Expect(ann.Heading(name)).ToBeVisibleAsync();
        await Expect(ann.Page).ToHaveTitleAsync($"{name} · Cruddur");
        await ann.GoAsync($"/@{ben.Handle}");
        await Expect(ann.Heading(name)).ToBeVisibleAsync();
        await ann.GoAsync("/messages");
        await ann.Button("New message").First.ClickAsync();
        await ann.FinderInput.FillAsync($"@{ben.Handle}");
        await Expect(ann.FinderOptions).ToContainTextAsync(name);
    }

    [Fact]
    public async Task A_hostile_address_leads_to_a_page_that_says_so()
    {
        var ann = await SignedInAsync("Ann");
        ann.Watch.Expect("404 ");
        ann.Watch.Expect("400 ");
        ann.Watch.Expect("422 ");
        await ann.GoAsync("/messages/%3Cimg%20src=x%20onerror=alert(1)%3E");
        await Expect(ann.Heading("This conversation is not here")).ToBeVisibleAsync();
        await ann.GoAsync($"/messages/{TestUuid.Next()}");
        await Expect(ann.Heading("This conversation is not here")).ToBeVisibleAsync();
        await ann.GoAsync("/@%3Cscript%3Ealert(1)%3C%2Fscript%3E");
        await Expect(ann.Link("Back to messages").First).ToBeVisibleAsync();
        await ann.GoAsync("/messages/new/%22%3E%3Csvg%20onload=alert(1)%3E");
        await Expect(ann.Link("Back to messages")).ToBeVisibleAsync();
    }
}
