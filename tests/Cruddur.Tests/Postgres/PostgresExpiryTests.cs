using Cruddur.Postgres;
using Cruddur.Postgres.Activities;
using Cruddur.Tests.Activities;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Postgres;

/// <summary>What is over leaves the database.</summary>
public sealed class PostgresExpiryTests(PostgresFixture postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_removes_what_is_over_by_itself()
    {
        var address = await postgres.NewDatabaseAsync();
        var time = new ManualTimeProvider();
        await using var app = await TestApp.StartAsync(
            time,
            PostgresFixture.SettingsOf(await postgres.ConnectionStringOfAsync(address.Database))
        );
        using var alice = await app.SignedInAs("alice");
        var post = await alice.Post("Hello", "1-hour");
        await alice.Reply(post, "Is anybody there?");
        await alice.SetLiked(post, true);
        await alice.Post("Still here", "1-day");
        await using var database = PostgresDatabase.To(new PostgresSettings(address));

        Assert.Equal(4, await CountAsync(database));
        time.Advance(TimeSpan.FromHours(2));
        await Eventually.True(async () => await CountAsync(database) == 1, "all rows of the post are removed");
    }

    [Fact]
    public async Task However_much_is_over_it_goes_at_once_but_for_what_somebody_holds()
    {
        const int over = 1200;
        var address = await postgres.NewDatabaseAsync();
        await PostgresFixture.ExecuteAsync(
            address,
            $"""
            INSERT INTO users (display_name, handle) VALUES ('A', 'alice');
            INSERT INTO activities (user_uuid, message, expires_at)
                SELECT uuid, n, timestamptz '2023-01-01' + n * interval '1 second'
                FROM users, generate_series(1, {over}) AS n
            """
        );
        await using var database = PostgresDatabase.To(new PostgresSettings(address));
        var now = new DateTimeOffset(2023, 1, 2, 0, 0, 0, TimeSpan.Zero);
        var activities = new PostgresActivities(database, new ManualTimeProvider(now));

        var removed = await database.ReadAsync(
            async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                await using var hold = connection.CommandOf("SELECT FROM activities WHERE message = '1' FOR UPDATE");
                await hold.ExecuteNonQueryAsync(token);
                return await activities.RemoveExpiredAsync(now, token);
            },
            Cancel
        );

        Assert.Equal(over - 1, removed);
        Assert.Equal(1, await activities.RemoveExpiredAsync(now, Cancel));
    }

    private static Task<long> CountAsync(PostgresDatabase database) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf(
                    "SELECT (SELECT count(*) FROM activities) + (SELECT count(*) FROM activity_likes)"
                );
                return (long)(await command.ExecuteScalarAsync(token))!;
            },
            Cancel
        );
}
