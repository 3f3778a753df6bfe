namespace Cruddur.Tests.Cli;

public sealed class PatternsTests(DemoFolderFixture demo) : IClassFixture<DemoFolderFixture>
{
    [Theory]
    [InlineData("alice")]
    [InlineData("@Alice")]
    public async Task Conversations_are_listed_newest_activity_first_with_what_it_consumed(string handle)
    {
        var run = await CommandRun.Of("patterns", "list-conversations", handle, "--json", "--data", demo.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("alice", run.Json.GetProperty("handle").GetString());
        Assert.Equal(0.5, run.Json.GetProperty("consumed").GetProperty("read_units").GetDouble());
        Assert.Equal(0, run.Json.GetProperty("consumed").GetProperty("write_units").GetDouble());
        var groups = run.Json.GetProperty("message_groups").EnumerateArray().ToArray();
        Assert.Equal(
            "bob, dave, carol",
            string.Join(", ", groups.Select(group => group.GetProperty("handle").GetString()))
        );
        Assert.Equal([2, 3, 0], groups.Select(group => group.GetProperty("unread_count").GetInt64()));
        Assert.Equal(20, groups[0].GetProperty("last_seq").GetInt64());
        Assert.Equal("Bob Harris", groups[0].GetProperty("display_name").GetString());
    }

    [Fact]
    public async Task A_list_for_people_is_a_line_a_conversation_and_the_cost_is_talk()
    {
        var run = await CommandRun.Of("patterns", "list-conversations", "alice", "--data", demo.Path);

        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Matches("^[0-9a-f-]{36}  bob    2 unread  2026-11-21T05:57:00.000000Z  Shall we meet", lines[0]);
        Assert.Contains("Consumed: 0.5 read units, 0 write units", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_is_a_line_a_message_with_handle_time_and_text()
    {
        var uuid = await NewestOf("alice");

        var run = await CommandRun.Of("patterns", "get-conversation", uuid, "--data", demo.Path);

        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(20, lines.Length);
        Assert.StartsWith(
            "alice  2026-11-21T05:38:00.000000Z  Morning Bob! Did the telescope arrive?",
            lines[0],
            StringComparison.Ordinal
        );
        Assert.StartsWith("bob    2026-11-21T05:57:00.000000Z  Shall we meet", lines[^1], StringComparison.Ordinal);
        Assert.Contains("20 messages. Consumed: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_newest_20_messages_are_read_the_oldest_of_them_first()
    {
        using var folder = new DataFolderFixture();
        await folder.AddConversation([.. Enumerable.Range(1, 50).Select(number => $"message {number}")]);
        var list = await CommandRun.Of("patterns", "list-conversations", "ada", "--json", "--data", folder.Path);
        var uuid = list.Json.GetProperty("message_groups")[0].GetProperty("uuid").GetString()!;

        var run = await CommandRun.Of("patterns", "get-conversation", uuid, "--json", "--data", folder.Path);

        var messages = run.Json.GetProperty("messages").EnumerateArray().ToArray();
        Assert.Equal(
            Enumerable.Range(31, 20).Select(seq => (long)seq),
            messages.Select(message => message.GetProperty("seq").GetInt64())
        );
        Assert.Equal("message 31", messages[0].GetProperty("message").GetString());
        Assert.Equal("ada", messages[0].GetProperty("handle").GetString());
        Assert.Equal(0.5, run.Json.GetProperty("consumed").GetProperty("read_units").GetDouble());
    }

    [Fact]
    public async Task A_text_of_several_lines_stays_one_line()
    {
        using var folder = new DataFolderFixture();
        await folder.AddConversation("first\nsecond \u001b]0;title\a");
        var list = await CommandRun.Of("patterns", "list-conversations", "ada", "--json", "--data", folder.Path);
        var uuid = list.Json.GetProperty("message_groups")[0].GetProperty("uuid").GetString()!;

        var run = await CommandRun.Of("patterns", "get-conversation", uuid, "--data", folder.Path);

        Assert.EndsWith("first␊second ␛]0;title␇", run.Out.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handle_that_nobody_has_is_told()
    {
        var run = await CommandRun.Of("patterns", "list-conversations", "no\u001bbody", "--data", demo.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("has the handle 'no␛body'", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task A_conversation_that_is_none_is_told()
    {
        var run = await CommandRun.Of("patterns", "get-conversation", Guid.Empty.ToString(), "--data", demo.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"There is no message group {Guid.Empty}", run.Error, StringComparison.Ordinal);
    }

    private async Task<string> NewestOf(string handle) =>
        (await CommandRun.Of("patterns", "list-conversations", handle, "--json", "--data", demo.Path))
            .Json.GetProperty("message_groups")[0]
            .GetProperty("uuid")
            .GetString()!;
}
