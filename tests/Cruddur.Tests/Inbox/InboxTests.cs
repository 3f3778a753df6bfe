using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Inbox;

[OnEveryEngine]
[OnEveryDirectory]
public sealed class InboxTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 11, 21, 5, 0, 0, TimeSpan.Zero));
    private TestApp _app = null!;
    private Person _alice = null!;
    private Person _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time);
        _alice = await _app.SignedInAs("alice");
        _bob = await _app.SignedInAs("bob");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_list_shows_the_last_message_whoever_sent_it_and_the_other_person()
    {
        var group = await _alice.OpenWith(_bob);
        await _alice.Send(group, "from alice");
        await _alice.GroupOnceAt(group, 1);

        var mine = Assert.Single(await _alice.Groups());
        Assert.Equal("bob", mine.GetProperty("handle").GetString());
        Assert.Equal("from alice", mine.GetProperty("message").GetString());
        Assert.Equal(_alice.Uuid, mine.GetProperty("last_user_uuid").GetGuid());
        Assert.Equal(0, mine.GetProperty("unread_count").GetInt64());
        var theirs = await _bob.GroupOnceAt(group, 1);
        Assert.Equal("alice", theirs.GetProperty("handle").GetString());
        Assert.Equal(1, theirs.GetProperty("unread_count").GetInt64());
    }

    [Fact]
    public async Task A_burst_in_one_group_does_not_keep_it_above_a_later_message_in_another()
    {
        using var carol = await _app.SignedInAs("carol");
        var (burst, later) = (await _bob.OpenWith(_alice), await carol.OpenWith(_alice));
        for (var i = 1; i <= 50; i++)
        {
            await _bob.Send(burst, $"number {i}");
        }
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await carol.Send(later, "a moment later");
        await _alice.GroupOnceAt(burst, 50);
        await _alice.GroupOnceAt(later, 1);

        var listed = (await _alice.Groups()).Select(row => row.GetProperty("uuid").GetGuid());
        Assert.Equal([later, burst], listed);
    }

    [Fact]
    public async Task Groups_are_paged_by_cursor_newest_activity_first_each_once()
    {
        var groups = new List<Guid>();
        for (var i = 0; i < 23; i++)
        {
            using var other = await _app.SignedInAs($"person_{i}");
            var group = await other.OpenWith(_alice);
            groups.Add(group);
            await other.Send(group, $"hello {i}");
            await _alice.GroupOnceAt(group, 1);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        await _alice.Send(groups[3], "up again");
        await _alice.GroupOnceAt(groups[3], 2);

        var listed = new List<Guid>();
        var address = "/api/message_groups?limit=10";
        var pages = 0;
        while (address is not null)
        {
            using var response = await _alice.Client.GetAsync(address);
            listed.AddRange(
                (await response.ReadJsonAsync()).EnumerateArray().Select(g => g.GetProperty("uuid").GetGuid())
            );
            address = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null!;
            pages++;
        }

        Assert.Equal(3, pages);
        Assert.Equal([groups[3], .. groups.Where(g => g != groups[3]).Reverse()], listed);
        Assert.Equal(20, (await _alice.Groups()).Length);
        Assert.Equal(23, await _alice.UnreadCounter());
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=101")]
    [InlineData("?cursor=abc")]
    [InlineData("?cursor=%00")]
    [InlineData("?cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!")]
    public async Task A_page_that_cannot_be_is_refused(string query)
    {
        using var response = await _alice.Client.GetAsync($"/api/message_groups{query}");
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request_malformed");
    }

    [Fact]
    public async Task Unread_counts_the_other_persons_messages_after_the_read_mark()
    {
        var group = await _alice.OpenWith(_bob);
        for (var i = 1; i <= 6; i++)
        {
            await (i % 3 == 0 ? _alice : _bob).Send(group, $"{i}");
        }
        await _alice.GroupOnceAt(group, 6);

        Assert.Equal(4, await _alice.UnreadCounter());
        var marked = await _alice.MarkRead(group, 2);
        Assert.Equal(2, marked.GetProperty("read_seq").GetInt64());
        Assert.Equal(2, marked.GetProperty("unread_count").GetInt64());
        Assert.Equal(0, (await _alice.MarkRead(group, 6)).GetProperty("unread_count").GetInt64());
        Assert.Equal(0, await _alice.UnreadCounter());
        Assert.Equal(6, (await _bob.Group(group)).GetProperty("other_read_seq").GetInt64());
        await _bob.Send(group, "7");
        await _alice.GroupOnceAt(group, 7);
        Assert.Equal(1, await _alice.UnreadCounter());
    }

    [Fact]
    public async Task A_read_mark_never_goes_back()
    {
        var group = await _alice.OpenWith(_bob);
        await _bob.Send(group, "1");
        await _bob.Send(group, "2");
        await _alice.GroupOnceAt(group, 2);
        await _alice.MarkRead(group, 2);

        Assert.Equal(2, (await _alice.MarkRead(group, 1)).GetProperty("read_seq").GetInt64());
        Assert.Equal(2, (await _alice.MarkRead(group, 0)).GetProperty("read_seq").GetInt64());
        Assert.Equal(0, await _alice.UnreadCounter());
    }

    [Theory]
    [InlineData("""{"seq":3}""", 422, "seq_ahead")]
    [InlineData("""{"seq":9223372036854775807}""", 422, "seq_ahead")]
    [InlineData("""{"seq":-1}""", 400, "request_malformed")]
    [InlineData("""{}""", 400, "request_malformed")]
    [InlineData("""{"seq":"2"}""", 400, "request_malformed")]
    public async Task A_mark_that_cannot_be_is_refused(string body, int status, string code)
    {
        var group = await _alice.OpenWith(_bob);
        await _bob.Send(group, "1");
        await _bob.Send(group, "2");

        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await _alice.Client.PostAsync($"/api/message_groups/{group}/read", content);
        await response.ShouldBeProblemAsync((HttpStatusCode)status, code);
        Assert.Equal(0, (await _alice.Group(group)).GetProperty("read_seq").GetInt64());
    }

    [Fact]
    public async Task A_change_of_name_shows_in_the_list_and_in_messages_sent_before()
    {
        var group = await _alice.OpenWith(_bob);
        await _bob.Send(group, "hello");
        await _alice.GroupOnceAt(group, 1);

        using var renamed = await _bob.Client.PatchAsJsonAsync("/api/me", new { display_name = "Robert" });
        renamed.EnsureSuccessStatusCode();

        Assert.Equal("Robert", Name(Assert.Single(await _alice.Groups())));
        Assert.Equal("Robert", Name(Assert.Single(await _alice.Messages(group))));
    }

    [Fact]
    public async Task A_long_message_is_cut_in_the_list_and_whole_in_the_group()
    {
        var group = await _alice.OpenWith(_bob);
        var text = string.Concat(Enumerable.Repeat("é", 500));
        await _bob.Send(group, text);
        var row = await _alice.GroupOnceAt(group, 1);

        Assert.Equal(text[..200] + "…", row.GetProperty("message").GetString());
        Assert.Equal(text, (await _alice.Messages(group))[0].GetProperty("message").GetString());
    }

    private static string? Name(JsonElement element) => element.GetProperty("display_name").GetString();
}
