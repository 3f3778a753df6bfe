namespace Cruddur.Tests.Cli;

public sealed class ScanTests(DemoFolderFixture demo) : IClassFixture<DemoFolderFixture>
{
    [Fact]
    public async Task Items_are_printed_as_the_table_holds_them()
    {
        var run = await CommandRun.Of("scan", "--limit", "0", "--json", "--data", demo.Path);

        Assert.Equal(0, run.ExitCode);
        var items = run.Json.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(items.Length, run.Json.GetProperty("count").GetInt32());
        Assert.False(run.Json.GetProperty("more").GetBoolean());
        Assert.True(run.Json.GetProperty("consumed").GetProperty("read_units").GetDouble() > 0);
        var alice = Assert.Single(items, item => item.GetProperty("pk").GetString() == "HANDLE#alice");
        Assert.Equal("HANDLE", alice.GetProperty("sk").GetString());
        Assert.NotEqual(Guid.Empty, alice.GetProperty("attributes").GetProperty("user_uuid").GetGuid());
    }

    [Fact]
    public async Task What_would_let_somebody_sign_in_as_another_is_hidden()
    {
        var json = await CommandRun.Of("scan", "--limit", "0", "--json", "--data", demo.Path);
        var text = await CommandRun.Of("scan", "--limit", "0", "--data", demo.Path);

        var accounts = json
            .Json.GetProperty("items")
            .EnumerateArray()
            .Where(item => item.GetProperty("sk").GetString() == "ACCOUNT")
            .ToArray();
        Assert.Equal(4, accounts.Length);
        Assert.All(
            accounts,
            account =>
            {
                var attributes = account.GetProperty("attributes");
                Assert.Equal("(hidden)", attributes.GetProperty("password_hash").GetString());
                Assert.Equal("(hidden)", attributes.GetProperty("security_stamp").GetString());
                Assert.EndsWith("@example.test", attributes.GetProperty("email").GetString(), StringComparison.Ordinal);
            }
        );
        Assert.Equal(4, text.Out.Split("password_hash").Length - 1);
        Assert.DoesNotMatch("password_hash +[^( ]", text.Out);
    }

    [Fact]
    public async Task A_limit_is_kept_and_it_is_told_that_there_is_more()
    {
        var json = await CommandRun.Of("scan", "--limit", "3", "--json", "--data", demo.Path);
        var text = await CommandRun.Of("scan", "--limit", "3", "--data", demo.Path);

        Assert.Equal(3, json.Json.GetProperty("items").GetArrayLength());
        Assert.True(json.Json.GetProperty("more").GetBoolean());
        Assert.Contains("3 items, and there are more", text.Error, StringComparison.Ordinal);
        Assert.Contains("read units", text.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_of_just_all_items_leaves_no_more()
    {
        var all = (await CommandRun.ItemsIn(demo)).Length;

        var run = await CommandRun.Of("scan", "--limit", $"{all}", "--json", "--data", demo.Path);

        Assert.Equal(all, run.Json.GetProperty("count").GetInt32());
        Assert.False(run.Json.GetProperty("more").GetBoolean());
    }

    [Fact]
    public async Task Control_characters_of_a_message_are_shown_not_obeyed()
    {
        using var folder = new DataFolderFixture();
        await folder.AddConversation("red \u001b[31m alert\nforged line", "\u202eback to front");

        var scan = await CommandRun.Of("scan", "--limit", "0", "--data", folder.Path);
        var json = await CommandRun.Of("scan", "--limit", "0", "--json", "--data", folder.Path);

        Assert.DoesNotContain('\u001b', scan.Out);
        Assert.DoesNotContain('\u202e', scan.Out);
        Assert.Contains("\"red ␛[31m alert␊forged line\"", scan.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', json.Out);
        Assert.Contains(
            json.Json.GetProperty("items").EnumerateArray(),
            item => item.GetRawText().Contains(@"\u001B[31m", StringComparison.Ordinal)
        );
    }
}
