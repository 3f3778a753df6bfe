using System.Text.Json;
using Cruddur.Cli.Seed.Demo;
using Cruddur.Cli.Seed.Plausible;
using Cruddur.Cli.Storage;
using Cruddur.Inbox;
using Cruddur.Server.Accounts;
using Cruddur.Server.Storage;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cruddur.Tests.Cli;

public sealed class PlausibleSeedTests
{
    [Fact]
    public async Task There_are_as_many_messages_as_asked_for_and_every_inbox_says_what_its_log_says()
    {
        using var folder = new DataFolderFixture();

        var run = await CommandRun.Of("seed", "--people", "9", "--messages", "800", "--json", "--data", folder.Path);

        Assert.Equal(9, run.Json.GetProperty("people").GetInt64());
        Assert.Equal(800, run.Json.GetProperty("messages_added").GetInt64());
        var items = await CommandRun.ItemsIn(folder);
        var logs = items
            .Where(item => PartitionOf(item).StartsWith("MSG#", StringComparison.Ordinal))
            .ToLookup(item => PartitionOf(item)[4..], StringComparer.Ordinal);
        var rows = items.Where(item => PartitionOf(item).StartsWith("GRP#", StringComparison.Ordinal)).ToList();
        Assert.Equal(800, logs.Sum(log => log.Count()));
        Assert.Equal(2 * logs.Count, rows.Count);
        Assert.All(rows, row => AssertFollows(row, [.. logs[row.GetProperty("sk").GetString()!]]));
        Assert.Contains(rows, row => UnreadOf(row) > 0);
        Assert.Contains(rows, row => UnreadOf(row) == 0);
    }

    [Fact]
    public async Task The_same_numbers_again_add_nothing_and_more_messages_add_only_the_difference()
    {
        using var folder = new DataFolderFixture();
        await CommandRun.Of("seed", "--people", "5", "--messages", "200", "--data", folder.Path);
        var before = (await CommandRun.ItemsIn(folder)).Length;

        var same = await CommandRun.At(
            CommandRun.Now.AddHours(5),
            ["seed", "--people", "5", "--messages", "200", "--json", "--data", folder.Path]
        );
        var after = (await CommandRun.ItemsIn(folder)).Length;
        var more = await CommandRun.Of("seed", "--people", "5", "--messages", "260", "--json", "--data", folder.Path);

        Assert.Equal(0, same.Json.GetProperty("people_added").GetInt64());
        Assert.Equal(0, same.Json.GetProperty("messages_added").GetInt64());
        Assert.Equal(before, after);
        Assert.Equal(60, more.Json.GetProperty("messages_added").GetInt64());
    }

    [Fact]
    public void Another_seed_makes_other_people_and_the_same_seed_the_same()
    {
        static string[] Handles(int seed) =>
            [.. new PlausiblePeople(seed).Make(30, CommandRun.Now).Select(person => person.Person.Handle.Value)];

        Assert.Equal(Handles(1), Handles(1));
        Assert.NotEqual(Handles(1), Handles(2));
    }

    [Fact]
    public void More_people_keep_the_first_ones()
    {
        var few = new PlausiblePeople(1).Make(20, CommandRun.Now);
        var many = new PlausiblePeople(1).Make(60, CommandRun.Now);

        Assert.Equal(few.Select(person => person.Uuid), many.Take(20).Select(person => person.Uuid));
        Assert.Equal(few.Select(person => person.Person.Handle), many.Take(20).Select(person => person.Person.Handle));
        Assert.Equal(60, many.Select(person => person.Person.Handle.Folded).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_large_plan_looks_like_life()
    {
        var plan = new PlausibleData(1).PlanAt(CommandRun.Now, people: 100, messages: 5000);
        var messages = plan.Conversations.SelectMany(conversation => conversation.Messages).ToList();
        var texts = messages.Select(message => message.Text().Value).ToList();

        Assert.Equal(5000, plan.MessageCount);
        Assert.Equal(5000, messages.Count);
        Assert.Equal(5000, messages.Select(message => message.Uuid).Distinct().Count());
        Assert.All(messages, message => Assert.True(message.SentAt < CommandRun.Now));
        // A tenth of the conversations has far more than a tenth of the messages, but none has nearly all.
        var sizes = plan.Conversations.Select(conversation => conversation.MessageCount).OrderDescending().ToList();
        Assert.InRange(sizes.Take(sizes.Count / 10).Sum(), 1500, 4500);
        Assert.True(sizes[0] < 500);
        Assert.Contains(texts, text => text.Length > 200);
        Assert.Contains(texts, text => text.Length < 5);
        Assert.Contains(texts, text => text.Contains("👍", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Any(character => character is >= 'Ѐ' and <= 'ӿ'));
    }

    [Fact]
    public async Task Everybody_can_sign_in_with_the_password_that_is_printed()
    {
        using var folder = new DataFolderFixture();
        var run = await CommandRun.Of("seed", "--people", "2", "--messages", "1", "--data", folder.Path);
        var cancellation = TestContext.Current.CancellationToken;
        await using var table = DataFolder.OpenReadOnly(
            new StorageOptions { Folder = folder.Path },
            TimeProvider.System
        );
        using var directory = new TableUserDirectory(table, TimeProvider.System);
        using var accounts = new LocalAccounts(
            table,
            directory,
            new Cruddur.Runtime.UuidSource(TimeProvider.System),
            TimeProvider.System,
            Options.Create(new AccountsOptions()),
            NullLogger<LocalAccounts>.Instance
        );

        Assert.Contains(DemoData.Password, run.Error, StringComparison.Ordinal);
        foreach (var person in new PlausiblePeople(1).Make(2, CommandRun.Now))
        {
            var verified = await accounts.VerifyAsync(person.Person.Handle.Value, DemoData.Password, cancellation);
            Assert.Equal(person.Uuid, Assert.IsType<VerifyResult.Verified>(verified).UserUuid);
        }
    }

    private static string PartitionOf(JsonElement item) => item.GetProperty("pk").GetString()!;

    private static long NumberOf(JsonElement item, string name) =>
        item.GetProperty("attributes").GetProperty(name).GetInt64();

    private static long UnreadOf(JsonElement row) =>
        Math.Max(0, NumberOf(row, "others_count") - NumberOf(row, "others_read_count"));

    private static void AssertFollows(JsonElement row, JsonElement[] log)
    {
        var readSeq = NumberOf(row, InboxRow.ReadSeqName);
        var unread = log.Count(entry =>
            SeqOf(entry) > readSeq
            && entry.GetProperty("attributes").GetProperty("user_uuid").GetString() != PartitionOf(row)[4..]
        );
        Assert.Equal(Enumerable.Range(1, log.Length).Select(seq => (long)seq), log.Select(SeqOf).Order());
        Assert.Equal(log.Length, NumberOf(row, InboxRow.LastSeqName));
        Assert.Equal(unread, UnreadOf(row));
    }

    private static long SeqOf(JsonElement entry) =>
        long.Parse(entry.GetProperty("sk").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
