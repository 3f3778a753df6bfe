using System.Text.Json;
using Cruddur.Activities;
using Cruddur.Activities.Table;
using Cruddur.Cli.Seed;
using Cruddur.Cli.Seed.Demo;
using Cruddur.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cli;

public sealed class DemoSeedTests
{
    [Fact]
    public async Task Alice_and_bob_wrote_20_messages_a_minute_apart_a_moment_ago()
    {
        using var folder = new DataFolderFixture();
        await CommandRun.Of("seed", "--data", folder.Path);

        var list = await CommandRun.Of("patterns", "list-conversations", "alice", "--json", "--data", folder.Path);
        var newest = list.Json.GetProperty("message_groups")[0];
        var uuid = newest.GetProperty("uuid").GetString()!;
        var log = await CommandRun.Of("patterns", "get-conversation", uuid, "--json", "--data", folder.Path);

        Assert.Equal("bob", newest.GetProperty("handle").GetString());
        Assert.Equal(2, newest.GetProperty("unread_count").GetInt64());
        var times = log
            .Json.GetProperty("messages")
            .EnumerateArray()
            .Select(message => message.GetProperty("created_at").GetDateTimeOffset())
            .ToArray();
        Assert.Equal(20, times.Length);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(TimeSpan.FromMinutes(1), pair.Second - pair.First));
        Assert.InRange(CommandRun.Now - times[^1], TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Seeding_again_at_another_time_changes_nothing()
    {
        using var folder = new DataFolderFixture();
        await CommandRun.Of("seed", "--data", folder.Path);
        var before = await PeopleAndMessagesIn(folder);

        var again = await CommandRun.At(CommandRun.Now.AddDays(3), "seed", "--json", "--data", folder.Path);

        Assert.Equal(0, again.ExitCode);
        Assert.Equal(0, again.Json.GetProperty("people_added").GetInt64());
        Assert.Equal(0, again.Json.GetProperty("messages_added").GetInt64());
        Assert.Equal(0, again.Json.GetProperty("posts_added").GetInt64());
        Assert.Equal(4, again.Json.GetProperty("people").GetInt64());
        Assert.Equal(before, await PeopleAndMessagesIn(folder));
    }

    [Fact]
    public async Task Who_no_longer_likes_a_post_of_the_demo_is_left_so()
    {
        using var folder = new DataFolderFixture();
        var post = DemoData.PlanAt(CommandRun.Now).Posts.First(post => post.LikedBy.Count > 0);
        await CommandRun.Of("seed", "--data", folder.Path);
        await using (var table = await folder.OpenAsync())
        {
            var changed = await Feed(table).SetLikedAsync(post.Words.Uuid, post.LikedBy[0], isLiked: false, default);
            Assert.IsType<LikeResult.Done>(changed);
        }

        await CommandRun.Of("seed", "--data", folder.Path);

        await using var after = await folder.OpenAsync();
        var shown = await Feed(after).FindAsync(post.Words.Uuid, null, CancellationToken.None);
        Assert.Equal(post.LikedBy.Count - 1, shown?.LikesCount);

        static TableActivities Feed(ITable table) => new(table, new ManualTimeProvider(CommandRun.Now), new Random(1));
    }

    [Fact]
    public async Task The_demo_people_posted_and_each_post_has_its_end()
    {
        using var folder = new DataFolderFixture();
        var run = await CommandRun.Of("seed", "--json", "--data", folder.Path);
        Assert.Equal(DemoPosts.All.Count, run.Json.GetProperty("posts_added").GetInt32());

        await using var table = await folder.OpenAsync();
        var activities = new TableActivities(table, new ManualTimeProvider(CommandRun.Now), new Random(1));
        var home = await activities.ListHomeAsync(new ActivityQuery(null, null, 100), CancellationToken.None);
        Assert.Equal(DemoPosts.All.Count, home.Activities.Count);
        foreach (var (post, shown) in DemoPosts.All.Reverse().Zip(home.Activities))
        {
            Assert.Equal(CommandRun.Now - post.Before, shown.CreatedAt, TimeSpan.FromMilliseconds(1));
            Assert.Equal((post.Replies.Count, post.LikedBy.Count), (shown.RepliesCount, shown.LikesCount));
            Assert.True(ActivityTtl.TryParse(post.Ttl, out var ttl));
            Assert.Equal(ttl.ExpiryOf(shown.CreatedAt), shown.ExpiresAt);
        }
    }

    [Fact]
    public async Task A_seed_that_was_interrupted_goes_on_where_it_stopped()
    {
        using var folder = new DataFolderFixture();
        var plan = DemoData.PlanAt(CommandRun.Now);
        await folder.Seed(plan with { Conversations = [.. plan.Conversations.Select(Half)] });

        var run = await CommandRun.Of("seed", "--json", "--data", folder.Path);

        Assert.Equal(plan.MessageCount, run.Json.GetProperty("messages").GetInt64());
        Assert.InRange(run.Json.GetProperty("messages_added").GetInt64(), 1, plan.MessageCount - 1);
        Assert.Equal(plan.MessageCount, (await CommandRun.ItemsIn(folder)).LongCount(IsMessage));

        static PlannedConversation Half(PlannedConversation whole) =>
            whole with
            {
                MessageCount = whole.MessageCount / 2,
                Messages = whole.Messages.Take(whole.MessageCount / 2),
                Reads = [],
            };
    }

    [Fact]
    public async Task Seeding_next_to_somebody_else_with_a_handle_of_the_demo_is_refused()
    {
        using var folder = new DataFolderFixture();
        await folder.AddPerson("Alice");

        var run = await CommandRun.Of("seed", "--data", folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("@alice is the account of somebody else here", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(await CommandRun.ItemsIn(folder), IsMessage);
    }

    private static bool IsMessage(JsonElement item) =>
        item.GetProperty("pk").GetString()!.StartsWith("MSG#", StringComparison.Ordinal);

    // All but how far the projector has saved that it is.
    private static async Task<string[]> PeopleAndMessagesIn(DataFolderFixture folder) =>
        [
            .. (await CommandRun.ItemsIn(folder))
                .Where(item => !item.GetProperty("pk").GetString()!.StartsWith("FEED#", StringComparison.Ordinal))
                .Select(item => item.GetRawText()),
        ];
}
