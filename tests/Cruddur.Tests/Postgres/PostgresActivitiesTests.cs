using System.Net;
using System.Net.Http.Json;
using System.Text;
using Cruddur.Activities;
using Cruddur.Postgres;
using Cruddur.Postgres.Activities;
using Cruddur.Tests.Activities;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Postgres;

/// <summary>The feed in Postgres is held to the same as the one in the table.</summary>
public sealed class PostgresActivitiesTests(PostgresFixture postgres) : ActivitiesContract
{
    private PostgresAddress _address = null!;
    private PostgresDatabase _database = null!;

    private protected override async Task<IActivities> OpenAsync(params Guid[] people)
    {
        _address = await postgres.NewDatabaseAsync();
        _database = await PostgresDatabase.OpenAsync(new PostgresSettings(_address), Cancel);
        for (var i = 0; i < people.Length; i++)
        {
            await PostgresFixture.ExecuteAsync(
                _address,
                $"INSERT INTO users (uuid, display_name, handle) VALUES ('{people[i]}', 'Somebody', 'person_{i}')"
            );
        }
        return OpenAnother();
    }

    private protected override IActivities OpenAnother() => new PostgresActivities(_database, Time);

    private protected override Task ForgetAsync(Guid uuid, bool withCounts) =>
        new PostgresActivities(_database, Time).RemoveExpiredAsync(Time.GetUtcNow(), Cancel);

    public override ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Nothing_is_left_in_the_database_of_what_is_over()
    {
        var activities = new PostgresActivities(_database, Time);
        await LeaveTracesAsync(activities);

        Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(3, await activities.RemoveExpiredAsync(Time.GetUtcNow(), Cancel));
        Assert.Single((await activities.ListHomeAsync(new ActivityQuery(null, null, 10), Cancel)).Activities);
        Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(1, await activities.RemoveExpiredAsync(Time.GetUtcNow(), Cancel));
        Assert.Equal(0, await activities.RemoveExpiredAsync(Time.GetUtcNow(), Cancel));
    }

    [Fact]
    public async Task What_the_originals_program_posts_is_shown_and_ends_after_a_week_if_it_says_nothing()
    {
        var activities = new PostgresActivities(_database, Time);
        await PostgresFixture.ExecuteAsync(
            _address,
            "INSERT INTO activities (user_uuid, message) SELECT uuid, 'This was imported as seed data!' FROM users LIMIT 1"
        );
        Time.SetUtcNow(TimeProvider.System.GetUtcNow());

        var home = await activities.ListHomeAsync(new ActivityQuery(null, null, 10), Cancel);
        Assert.Equal("This was imported as seed data!", Assert.Single(home.Activities).Message);
        Time.Advance(TimeSpan.FromDays(7));
        Assert.Empty((await activities.ListHomeAsync(new ActivityQuery(null, null, 10), Cancel)).Activities);
    }

    [Fact]
    public async Task Whose_session_outlived_them_is_told_that_the_account_is_gone()
    {
        var database = await postgres.NewDatabaseAsync();
        var settings = PostgresFixture.SettingsOf(await postgres.ConnectionStringOfAsync(database.Database));
        await using var app = await TestApp.StartAsync(null, settings);
        using var alice = await app.SignedInAs("alice");
        using var bob = await app.SignedInAs("bob");
        var post = await alice.Post("Hello");
        await PostgresFixture.ExecuteAsync(database, $"DELETE FROM users WHERE uuid = '{bob.Uuid}'");

        var address = $"/api/activities/{FeedCalls.Uuid(post)}";
        HttpResponseMessage[] answers =
        [
            await bob.TryPost(new { message = "Hello" }),
            await bob.Client.PostAsJsonAsync($"{address}/replies", new { message = "Hi" }),
            await bob.Client.PutAsync($"{address}/like", null, Cancel),
        ];
        foreach (var answer in answers)
        {
            using (answer)
            {
                await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
            }
        }
        var seen = Assert.Single(await alice.Client.Home());
        Assert.Equal(0, seen.GetProperty("likes_count").GetInt64());
        Assert.Equal(0, seen.GetProperty("replies_count").GetInt64());
    }

    public static TheoryData<string, string> Lists =>
        new()
        {
            { nameof(PostgresActivities.ListHomeAsync), "activities_home" },
            { nameof(PostgresActivities.ListOfUserAsync), "activities_of_user" },
            { nameof(PostgresActivities.ListRepliesAsync), "activities_replies" },
        };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_is_read_in_its_order_by_an_index_without_what_was_taken_back(string method, string index)
    {
        var list = method switch
        {
            nameof(PostgresActivities.ListHomeAsync) => ActivityList.Home,
            nameof(PostgresActivities.ListOfUserAsync) => ActivityList.OfUser(TestUuid.Next()),
            _ => ActivityList.RepliesTo(TestUuid.Next()),
        };
        var after = ActivityPlace.Of(TestUuid.Next(), Time.GetUtcNow());

        var plan = await PlanOfAsync(list, new ActivityQuery(TestUuid.Next(), after, 20));

        Assert.Contains($"using {index} on", plan, StringComparison.Ordinal);
        Assert.Matches(@"Index Cond: .*ROW\(a?\.?created_at, a?\.?uuid\)", plan);
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("a.deleted_at IS NULL", plan, StringComparison.Ordinal);
    }

    /// <summary>How the statement of a page is run where there is enough to make a difference.</summary>
    private Task<string> PlanOfAsync(ActivityList list, ActivityQuery query) =>
        _database.ReadAsync(
            async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                await using var large = connection.CommandOf(
                    "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off"
                );
                await large.ExecuteNonQueryAsync(token);
                await using var command = list.CommandOf(connection, query, Time.GetUtcNow());
#pragma warning disable CA2100 // The statement of the program, with a word in front of it.
                command.CommandText = $"EXPLAIN {command.CommandText}";
#pragma warning restore CA2100
                var plan = new StringBuilder();
                await using var reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    plan.AppendLine(reader.GetString(0));
                }
                return plan.ToString();
            },
            Cancel
        );

    [Fact]
    public async Task Whoever_goes_takes_their_posts_along_by_an_index()
    {
        await PostgresFixture.ExecuteAsync(
            _address,
            """
            DO $$
            BEGIN
                SET LOCAL enable_seqscan = off;
                DELETE FROM users;
                ASSERT (SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'activities') = 0;
            END $$
            """
        );
    }
}
