using Cruddur.Activities;
using Cruddur.Postgres;
using Cruddur.Postgres.Activities;
using Cruddur.Tests.Activities;

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
        Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        await PostgresFixture.ExecuteAsync(
            _address,
            "INSERT INTO activities (user_uuid, message) SELECT uuid, 'This was imported as seed data!' FROM users LIMIT 1"
        );

        var home = await activities.ListHomeAsync(new ActivityQuery(null, null, 10), Cancel);
        Assert.Equal("This was imported as seed data!", Assert.Single(home.Activities).Message);
        Time.Advance(TimeSpan.FromDays(7));
        Assert.Empty((await activities.ListHomeAsync(new ActivityQuery(null, null, 10), Cancel)).Activities);
    }
}
