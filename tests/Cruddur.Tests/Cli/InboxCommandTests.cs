using System.Text.Json;
using Cruddur.Cli.Storage;
using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Server.Storage;
using Cruddur.Storage;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Tests.Cli;

public sealed class InboxCommandTests : IAsyncLifetime
{
    private const int Messages = 6;

    private readonly DataFolderFixture _folder = new();
    private Guid _ada;
    private Guid _ben;
    private Guid _group;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _folder.AddConversation([.. Enumerable.Range(1, Messages).Select(i => $"secret words {i}")]);
        await using var table = await OpenAsync();
        using var directory = new Cruddur.Users.TableUserDirectory(table, TimeProvider.System);
        _ada = (await directory.FindByHandleAsync(Cruddur.Users.Handle.Parse("ada"), Cancel))!.Uuid;
        _ben = (await directory.FindByHandleAsync(Cruddur.Users.Handle.Parse("ben"), Cancel))!.Uuid;
        _group = DirectGroup.UuidOf(_ada, _ben);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Inboxes_that_are_right_are_said_to_be()
    {
        var check = await RunAsync("inbox", "check");

        Assert.Equal(0, check.ExitCode);
        Assert.Empty(check.Out);
        Assert.Contains("2 rows: 2 right. Consumed: ", check.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_tells_what_is_wrong_and_a_repair_mends_it()
    {
        await DamageAsync(_ada, ("last_seq", 3), ("others_count", 1));
        await DamageAsync(_ben, ("message", "forged"));

        var check = await RunAsync("inbox", "check");

        Assert.Equal(1, check.ExitCode);
        Assert.Contains(
            $"wrong  ada  {_group}  last_seq 3, not 6; others_count 1, not 3",
            check.Out,
            StringComparison.Ordinal
        );
        Assert.Contains($"wrong  ben  {_group}  another message", check.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("secret words", check.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("forged", check.Out, StringComparison.Ordinal);
        Assert.Contains("2 rows: 2 wrong", check.Error, StringComparison.Ordinal);
        var repair = await RunAsync("inbox", "repair");
        Assert.Equal(0, repair.ExitCode);
        Assert.Contains("2 rows: 2 repaired", repair.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("inbox", "check")).ExitCode);
    }

    [Fact]
    public async Task In_JSON_there_are_the_counts_and_each_difference_but_for_what_was_said()
    {
        await DamageAsync(_ada, ("last_seq", 3), ("message", "forged"));

        var check = await RunAsync("inbox", "check", "--json");

        Assert.Equal(1, check.ExitCode);
        Assert.Equal(2, check.Json.GetProperty("rows").GetInt64());
        Assert.Equal(1, check.Json.GetProperty("right").GetInt64());
        Assert.Equal(1, check.Json.GetProperty("wrong").GetInt64());
        var finding = Assert.Single(check.Json.GetProperty("findings").EnumerateArray());
        Assert.Equal("ada", finding.GetProperty("handle").GetString());
        Assert.Equal(_group, finding.GetProperty("message_group_uuid").GetGuid());
        var differences = finding.GetProperty("differences").EnumerateArray().ToArray();
        Assert.Equal(2, differences.Length);
        Assert.Equal("last_seq", differences[0].GetProperty("attribute").GetString());
        Assert.Equal("message", differences[1].GetProperty("attribute").GetString());
        Assert.Equal(3, differences[0].GetProperty("found").GetInt64());
        Assert.Equal(6, differences[0].GetProperty("expected").GetInt64());
        Assert.Equal(JsonValueKind.Null, differences[1].GetProperty("found").ValueKind);
        Assert.DoesNotContain("forged", check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_missing_is_found_and_made()
    {
        await using (var table = await OpenAsync())
        {
            await table.WriteAsync(new Write.Delete(InboxRow.KeyOf(_ada, _group), Condition.Exists), Cancel);
        }

        var check = await RunAsync("inbox", "check");
        var repair = await RunAsync("inbox", "repair");

        Assert.Equal(1, check.ExitCode);
        Assert.Contains($"ada  {_group}  no row", check.Out, StringComparison.Ordinal);
        Assert.Equal(0, repair.ExitCode);
        Assert.Equal(0, (await RunAsync("inbox", "check")).ExitCode);
    }

    [Fact]
    public async Task With_a_handle_only_the_rows_of_that_person_are_looked_at()
    {
        await DamageAsync(_ada, ("last_seq", 3));

        var ben = await RunAsync("inbox", "check", "--handle", "@Ben");
        var ada = await RunAsync("inbox", "repair", "--handle", "ada");

        Assert.Equal(0, ben.ExitCode);
        Assert.Contains("1 row: 1 right.", ben.Error, StringComparison.Ordinal);
        Assert.Equal(0, ada.ExitCode);
        Assert.Contains("1 row: 1 repaired.", ada.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_works_beside_a_server_and_a_repair_says_who_has_the_folder()
    {
        await using var server = await OpenAsync();

        var check = await RunAsync("inbox", "check");
        var repair = await RunAsync("inbox", "repair");

        Assert.Equal(0, check.ExitCode);
        Assert.Equal(1, repair.ExitCode);
        Assert.Contains("is in use by", repair.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_lacks_an_entry_is_told_and_the_others_are_looked_at()
    {
        await DamageAsync(_ada, ("read_seq", 2));
        await using (var table = await OpenAsync())
        {
            var key = Cruddur.Messages.MessageEntry.KeyOf(_group, 2);
            await table.WriteAsync(new Write.Delete(key, Condition.Exists), Cancel);
        }

        var run = await RunAsync("inbox", "repair");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"unreadable  ada  {_group}  There is no MSG#", run.Out, StringComparison.Ordinal);
        Assert.Contains("2 rows: 1 right, 1 that cannot be compared", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_whose_head_cannot_be_read_is_told_and_the_others_are_looked_at()
    {
        await _folder.AddPerson("cleo");
        await using (var table = await OpenAsync())
        {
            var head = new Item(MessageGroup.KeyOf(_group), [new("created_at", 1)]);
            await table.WriteAsync(new Write.Put(head, Condition.Exists), Cancel);
            var stray = new Item(new Key(InboxRow.PartitionOf(_ada), "no uuid"), []);
            await table.WriteAsync(new Write.Put(stray, Condition.NotExists), Cancel);
        }

        var all = await RunAsync("inbox", "repair");
        var ada = await RunAsync("inbox", "check", "--handle", "ada");

        Assert.Equal(1, all.ExitCode);
        Assert.Contains($"{_group}  The item GROUP#", all.Out, StringComparison.Ordinal);
        Assert.Contains("1 that cannot be compared", all.Error, StringComparison.Ordinal);
        Assert.Equal(1, ada.ExitCode);
        Assert.Contains($"unreadable  ada  {_group}  The item GROUP#", ada.Out, StringComparison.Ordinal);
        Assert.Contains("is not that of an inbox row", ada.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handle_that_nobody_has_is_told()
    {
        var run = await RunAsync("inbox", "check", "--handle", "nobody");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("has the handle 'nobody'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_data_stays_without()
    {
        var nowhere = Path.Combine(_folder.Path, "nowhere");

        var run = await CommandRun.Of("inbox", "repair", "--data", nowhere);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("There is no database at", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(nowhere));
    }

    [Fact]
    public async Task An_unread_count_is_explained_by_the_numbers_and_the_messages_it_counts()
    {
        await DamageAsync(_ada, ("read_seq", 3), ("others_read_count", 1));

        var run = await ExplainAsync("--json");

        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Json.GetProperty("agrees").GetBoolean());
        foreach (var side in new[] { run.Json.GetProperty("row"), run.Json.GetProperty("log") })
        {
            Assert.Equal(6, side.GetProperty("last_seq").GetInt64());
            Assert.Equal(3, side.GetProperty("others_count").GetInt64());
            Assert.Equal(3, side.GetProperty("read_seq").GetInt64());
            Assert.Equal(1, side.GetProperty("others_read_count").GetInt64());
            Assert.Equal(2, side.GetProperty("unread_count").GetInt64());
        }
        var unread = run.Json.GetProperty("unread").EnumerateArray().ToArray();
        Assert.Equal([4, 6], unread.Select(entry => entry.GetProperty("seq").GetInt64()));
        Assert.All(unread, entry => Assert.Equal("ben", entry.GetProperty("handle").GetString()));
        Assert.DoesNotContain("secret words", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_wrong_is_shown_beside_what_the_log_says()
    {
        await DamageAsync(_ada, ("others_count", 9));

        var run = await ExplainAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("others_count +9 +3 ", run.Out);
        Assert.Matches("unread_count +9 +3 ", run.Out);
        Assert.Contains("The row is wrong in others_count.", run.Out, StringComparison.Ordinal);
        Assert.Contains("2  2026-11-21T05:55:00.000000Z  ben", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("secret words", run.Out, StringComparison.Ordinal);
        Assert.Contains("3 unread messages. Consumed: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_missing_is_explained_too()
    {
        await using (var table = await OpenAsync())
        {
            await table.WriteAsync(new Write.Delete(InboxRow.KeyOf(_ada, _group), Condition.Exists), Cancel);
        }

        var run = await ExplainAsync();

        Assert.Matches("last_seq +none +6 ", run.Out);
        Assert.Contains("There is no row.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_unread_messages_say_is_shown_only_on_request_and_at_most_so_many()
    {
        var run = await ExplainAsync("--text", "--limit", "1");

        Assert.Contains("ben  secret words 2", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("secret words 4", run.Out, StringComparison.Ordinal);
        Assert.Contains("1 unread message, and there are 2 more", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_somebody_is_not_in_is_not_explained()
    {
        await _folder.AddPerson("cleo");

        var run = await RunAsync("unread", "explain", "cleo", _group.ToString());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("There is no message group", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    private Task<CommandRun> ExplainAsync(params string[] options) =>
        RunAsync(["unread", "explain", "ada", _group.ToString(), .. options]);

    private Task<CommandRun> RunAsync(params string[] args) => CommandRun.Of([.. args, "--data", _folder.Path]);

    private async Task DamageAsync(Guid user, params (string Attribute, AttributeValue Value)[] attributes)
    {
        await using var table = await OpenAsync();
        var set = attributes.ToDictionary(one => one.Attribute, one => one.Value, StringComparer.Ordinal);
        var damage = new Write.Update(InboxRow.KeyOf(user, _group), set, Condition.Exists);
        Assert.IsType<WriteResult.Written>(await table.WriteAsync(damage, Cancel));
    }

    private Task<SqliteTable> OpenAsync() =>
        DataFolder.OpenAsync(new StorageOptions { Folder = _folder.Path }, TimeProvider.System, Cancel);
}
