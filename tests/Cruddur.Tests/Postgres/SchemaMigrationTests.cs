using Cruddur.Activities;
using Cruddur.Postgres;
using Cruddur.Postgres.Activities;
using Cruddur.Postgres.Schema;
using Cruddur.Postgres.Users;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Postgres;

public sealed class SchemaMigrationTests(PostgresFixture postgres)
{
    // https://github.com/omenking/aws-bootcamp-cruddur-2023, backend-flask/db/schema.sql, without its drops.
    private const string Original = """
        CREATE TABLE public.users (
          uuid UUID DEFAULT gen_random_uuid() PRIMARY KEY,
          display_name text NOT NULL,
          handle text NOT NULL,
          email text NOT NULL,
          cognito_user_id text NOT NULL,
          created_at TIMESTAMP default current_timestamp NOT NULL
        );
        CREATE TABLE public.activities (
          uuid UUID DEFAULT gen_random_uuid() PRIMARY KEY,
          user_uuid UUID NOT NULL,
          message text NOT NULL,
          replies_count integer DEFAULT 0,
          reposts_count integer DEFAULT 0,
          likes_count integer DEFAULT 0,
          reply_to_activity_uuid integer,
          expires_at TIMESTAMP,
          created_at TIMESTAMP default current_timestamp NOT NULL
        );
        INSERT INTO users (display_name, handle, email, cognito_user_id, created_at) VALUES
          ('Andrew Brown', 'andrewbrown', 'andrew@example.test', 'MOCK', '2023-03-04 05:06:07'),
          ('Andrew Bayko', 'bayko', 'bayko@example.test', 'MOCK', '2023-03-04 05:06:07');
        INSERT INTO activities (user_uuid, message, expires_at, created_at)
          SELECT uuid, 'This was imported as seed data!', '2023-03-14 05:06:07', '2023-03-04 05:06:08'
          FROM users WHERE handle = 'andrewbrown';
        INSERT INTO activities (user_uuid, message, replies_count, reposts_count, likes_count, reply_to_activity_uuid,
            created_at)
          SELECT uuid, 'Without an end', NULL, NULL, NULL, 7, '2023-03-04 05:06:07.25' FROM users WHERE handle = 'bayko';
        INSERT INTO activities (user_uuid, message, likes_count, expires_at, created_at)
          SELECT uuid, 'Liked by nobody who could be named', 12, '2023-03-14 05:06:07', '2023-03-04 05:06:06'
          FROM users WHERE handle = 'bayko';
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Steps_are_numbered_without_a_gap() =>
        Assert.Equal(Enumerable.Range(1, Migration.All.Count), Migration.All.Select(migration => migration.Number));

    [Fact]
    public async Task Of_many_who_migrate_at_once_one_does_and_all_come_to_the_same_schema()
    {
        var address = await postgres.NewEmptyDatabaseAsync();

        var ran = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => MigrateAsync(address))));

        Assert.Single(ran, steps => steps.Count == Migration.All.Count);
        Assert.Equal(7, ran.Count(steps => steps.Count == 0));
        await using var database = await OpenAsync(address);
    }

    [Fact]
    public async Task A_database_of_the_original_is_taken_over_with_its_people_and_posts()
    {
        var address = await postgres.NewEmptyDatabaseAsync();
        // Its program wrote the times of UTC, in whatever zone whoever migrates is.
        await PostgresFixture.ExecuteAsync(address, $"ALTER DATABASE {address.Database} SET timezone = 'Asia/Tokyo'");
        await PostgresFixture.ExecuteAsync(address, Original);

        await MigrateAsync(address);

        await using var database = await OpenAsync(address);
        using var directory = DirectoryOf(database);
        await directory.PrepareAsync(Cancel);
        var andrew = await directory.FindByHandleAsync(Handle.Parse("AndrewBrown"), Cancel);
        Assert.Equal("Andrew Brown", andrew?.DisplayName.Value);
        Assert.Equal(new DateTimeOffset(2023, 3, 4, 5, 6, 7, TimeSpan.Zero), andrew?.CreatedAt);
        Assert.True(UserQuery.TryParse("bayk", out var query, out _));
        var bayko = Assert.Single(await directory.SearchAsync(query, 10, Cancel));
        Assert.Equal("bayko", bayko.Handle.Value);
        Assert.Equal(2, (await directory.ListAsync(null, 10, Cancel)).Uuids.Count);

        var time = new ManualTimeProvider(new DateTimeOffset(2023, 3, 5, 0, 0, 0, TimeSpan.Zero));
        var activities = new PostgresActivities(database, time);
        var home = await activities.ListHomeAsync(new ActivityQuery(null, null, 10), Cancel);
        var (tenDays, thirtyDays) = (Utc(14, 5, 6, 7), Utc(4, 5, 6, 7).AddDays(30));
        Assert.Equal(
            [
                Post(andrew!, "This was imported as seed data!", Utc(4, 5, 6, 8), tenDays),
                Post(bayko, "Without an end", Utc(4, 5, 6, 7).AddMilliseconds(250), thirtyDays),
                Post(bayko, "Liked by nobody who could be named", Utc(4, 5, 6, 6), tenDays),
            ],
            home.Activities.Select(activity => activity with { Uuid = Guid.Empty })
        );
    }

    private static DateTimeOffset Utc(int day, int hour, int minute, int second) =>
        new(2023, 3, day, hour, minute, second, TimeSpan.Zero);

    private static Activity Post(UserProfile author, string message, DateTimeOffset created, DateTimeOffset expires) =>
        new(Guid.Empty, author.Uuid, message, null, created, expires, RepliesCount: 0, LikesCount: 0, IsLiked: null);

    [Fact]
    public async Task A_name_that_another_program_changed_is_found_after_the_next_start()
    {
        var address = await postgres.NewDatabaseAsync();
        await using var database = await OpenAsync(address);
        await PostgresFixture.ExecuteAsync(
            address,
            "INSERT INTO users (display_name, handle) SELECT 'One of many', 'many' || n FROM generate_series(1, 1200) AS n"
        );
        await new SearchIndexing(database).RunAsync(Cancel);
        await PostgresFixture.ExecuteAsync(address, "UPDATE users SET display_name = 'Renamed' WHERE handle = 'many7'");

        Assert.Equal(1, await new SearchIndexing(database).RunAsync(Cancel));

        using var directory = DirectoryOf(database);
        Assert.True(UserQuery.TryParse("renam", out var query, out _));
        Assert.Equal("many7", Assert.Single(await directory.SearchAsync(query, 10, Cancel)).Handle.Value);
        Assert.True(UserQuery.TryParse("one of", out query, out _));
        Assert.Equal(50, (await directory.SearchAsync(query, 50, Cancel)).Count);
    }

    [Fact]
    public async Task A_handle_that_another_program_changed_is_found_when_that_is_marked()
    {
        var address = await postgres.NewDatabaseAsync();
        await using var database = await OpenAsync(address);
        await PostgresFixture.ExecuteAsync(address, "INSERT INTO users (display_name, handle) VALUES ('A', 'before')");
        await new SearchIndexing(database).RunAsync(Cancel);
        await PostgresFixture.ExecuteAsync(address, "UPDATE users SET handle = 'after', indexed_name = NULL");

        Assert.Equal(1, await new SearchIndexing(database).RunAsync(Cancel));

        using var directory = DirectoryOf(database);
        Assert.True(UserQuery.TryParse("aft", out var query, out _));
        Assert.Equal("after", Assert.Single(await directory.SearchAsync(query, 10, Cancel)).Handle.Value);
        Assert.True(UserQuery.TryParse("befor", out query, out _));
        Assert.Empty(await directory.SearchAsync(query, 10, Cancel));
        Assert.Single((await directory.ListAsync(null, 10, Cancel)).Uuids);
    }

    [Theory]
    [InlineData(
        "INSERT INTO users (display_name, handle, email, cognito_user_id) VALUES ('A', 'AndrewBrown', '', 'x')",
        "users_handle_key"
    )]
    [InlineData("UPDATE users SET handle = 'not.a.handle' WHERE handle = 'bayko'", "users_handle_is_valid")]
    [InlineData("UPDATE users SET cognito_user_id = 'both'", "users_cognito_user_id_key")]
    [InlineData("DELETE FROM users", "activities_user")]
    public async Task What_breaks_a_rule_there_is_named_and_nothing_is_changed(string statement, string rule)
    {
        var address = await postgres.NewEmptyDatabaseAsync();
        await PostgresFixture.ExecuteAsync(address, Original);
        await PostgresFixture.ExecuteAsync(address, statement);

        var refused = await Assert.ThrowsAsync<StorageException>(() => MigrateAsync(address));

        Assert.Contains("Nothing was changed", refused.Message, StringComparison.Ordinal);
        Assert.Contains(rule, refused.Message, StringComparison.Ordinal);
        await using var database = PostgresDatabase.To(new PostgresSettings(address));
        Assert.Equal(0, (await new SchemaMigrations(database).ReadAsync(Cancel)).Version);
    }

    [Fact]
    public async Task A_step_that_ran_with_another_text_is_refused()
    {
        var address = await postgres.NewDatabaseAsync();
        await PostgresFixture.ExecuteAsync(address, "UPDATE schema_migrations SET checksum = 'other' WHERE number = 1");

        var migrated = await Assert.ThrowsAsync<StorageException>(() => MigrateAsync(address));
        var opened = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(address));

        Assert.Contains("another text of 0001_users.sql", migrated.Message, StringComparison.Ordinal);
        Assert.Contains("another text of 0001_users.sql", opened.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_schema_is_neither_migrated_nor_opened()
    {
        var address = await postgres.NewDatabaseAsync();
        await PostgresFixture.ExecuteAsync(
            address,
            "INSERT INTO schema_migrations (number, name, checksum) VALUES (9999, 'later', 'x')"
        );

        var migrated = await Assert.ThrowsAsync<StorageException>(() => MigrateAsync(address));
        var opened = await Assert.ThrowsAsync<StorageException>(() => OpenAsync(address));

        Assert.Contains("has the schema 9999, of a newer version", migrated.Message, StringComparison.Ordinal);
        Assert.Contains("has the schema 9999, of a newer version", opened.Message, StringComparison.Ordinal);
    }

    private static PostgresUserDirectory DirectoryOf(PostgresDatabase database) =>
        new(database, null, poolIssuer: null, new ManualTimeProvider(), NullLogger<PostgresUserDirectory>.Instance);

    private static Task<PostgresDatabase> OpenAsync(PostgresAddress address) =>
        PostgresDatabase.OpenAsync(new PostgresSettings(address), Cancel);

    private static async Task<IReadOnlyList<Migration>> MigrateAsync(PostgresAddress address)
    {
        await using var database = PostgresDatabase.To(new PostgresSettings(address));
        return await new SchemaMigrations(database).MigrateAsync(Cancel);
    }
}
