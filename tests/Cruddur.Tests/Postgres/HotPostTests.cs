using Cruddur.Activities;
using Cruddur.Messages;
using Cruddur.Postgres;
using Cruddur.Postgres.Activities;
using Cruddur.Postgres.Users;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Postgres;

/// <summary>What a post to which everybody comes at once does to those who want something else.</summary>
public sealed class HotPostTests(PostgresFixture postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_who_wait_for_one_post_leave_connections_to_others()
    {
        var settings = new PostgresSettings(await postgres.NewDatabaseAsync()) { MaxPoolSize = 2 };
        await using var database = await PostgresDatabase.OpenAsync(settings, Cancel);
        await using var elsewhere = PostgresDatabase.To(settings with { MaxPoolSize = 1 });
        var time = new ManualTimeProvider();
        var (activities, text) = (new PostgresActivities(database, time), Text("Hello"));
        using var directory = new PostgresUserDirectory(
            database,
            table: null,
            poolIssuer: null,
            time,
            NullLogger<PostgresUserDirectory>.Instance
        );
        var (alice, bob) = (await AddAsync(directory, "alice"), await AddAsync(directory, "bob"));
        var post = new NewPost(TestUuid.Next(), alice, text, ActivityTtl.Default);
        await activities.PostAsync(post, Cancel);
        var reply = new NewReply(TestUuid.Next(), alice, post.Uuid, text);
        await activities.ReplyAsync(reply, Cancel);

        Task[] waiting = [];
        await elsewhere.ReadAsync(
            async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                await using var hold = connection.CommandOf(
                    "SELECT FROM activities WHERE uuid = $1 FOR UPDATE",
                    post.Uuid
                );
                await hold.ExecuteNonQueryAsync(token);
                waiting =
                [
                    activities.SetLikedAsync(post.Uuid, alice, isLiked: true, Cancel),
                    activities.SetLikedAsync(post.Uuid, bob, isLiked: true, Cancel),
                    activities.ReplyAsync(reply with { Uuid = TestUuid.Next() }, Cancel),
                    activities.DeleteAsync(reply.Uuid, alice, Cancel),
                ];

                await Eventually.True(() => database.CanAnswerAsync(token), "a connection is free");
                Assert.True(UserQuery.TryParse("ali", out var query, out _));
                Assert.Equal(alice, Assert.Single(await directory.SearchAsync(query, 10, token)).Uuid);
                Assert.DoesNotContain(waiting, task => task.IsCompleted);
                return true;
            },
            Cancel
        );

        await Task.WhenAll(waiting);
        var found = await activities.FindAsync(post.Uuid, null, Cancel);
        Assert.Equal((2, 1), (found?.LikesCount, found?.RepliesCount));
    }

    [Fact]
    public async Task Those_who_wait_for_too_long_are_told_to_try_again_all_at_once()
    {
        var time = new ManualTimeProvider();
        var gates = new ActivityGates(time, TimeSpan.FromSeconds(4));
        var (post, first) = (TestUuid.Next(), new TaskCompletionSource<bool>());
        var inFront = gates.RunAsync(post, () => first.Task, Cancel);
        var behind = Enumerable
            .Range(0, 3)
            .Select(_ => gates.RunAsync(post, () => Task.FromResult(true), Cancel))
            .ToArray();

        time.Advance(TimeSpan.FromSeconds(4));

        foreach (var one in behind)
        {
            var exception = await Assert.ThrowsAsync<StorageException>(() => one);
            Assert.Equal(StorageFault.Unavailable, exception.Fault);
        }
        first.SetResult(true);
        Assert.True(await inFront);
        Assert.True(await gates.RunAsync(post, () => Task.FromResult(true), Cancel));
    }

    private static async Task<Guid> AddAsync(PostgresUserDirectory directory, string handle)
    {
        var uuid = TestUuid.Next();
        var profile = new UserProfile(uuid, Handle.Parse(handle), DisplayName.Parse(handle), DateTimeOffset.UnixEpoch);
        Assert.Equal(CreateUserResult.Created, await directory.CreateAsync(new NewUser(profile), [], Cancel));
        return uuid;
    }

    private static MessageText Text(string text) =>
        Assert.IsType<MessageTextResult.Valid>(MessageText.Parse(text)).Text;
}
