using System.Net;
using System.Net.Sockets;
using Cruddur.Cli.CommandLine;
using Cruddur.Storage;
using Cruddur.Tests.Cli;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Postgres;

/// <summary>Starts that fail because of Postgres, and what it is like when it goes away under a running server.</summary>
public sealed class PostgresStartTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_server_keeps_its_people_in_Postgres_and_says_so()
    {
        var settings = await postgres.SettingsOfNewDatabaseAsync();
        await using var app = await TestApp.StartAsync(null, settings);
        using var alice = await app.SignedInAs("Alice");
        using var anonymous = app.Anonymous();

        Assert.Equal("postgres", (await anonymous.GetJsonAsync("/api/health")).GetProperty("directory").GetString());
        await app.RestartAsync();
        using var again = await app.SignedInAs("Alice");
        Assert.Equal(alice.Uuid, again.Uuid);
        Assert.DoesNotContain("PROFILE", await ScanAsync(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_listens_is_told()
    {
        var connection = $"postgresql://cruddur:{PostgresProcess.Password}@127.0.0.1:{FreePort()}/people";

        await ShouldBeRefusedAsync(connection, "Postgres cannot be reached at 127.0.0.1:", "the database people");
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_not_shown()
    {
        var address = await postgres.NewDatabaseAsync();
        var connection = (await postgres.ConnectionStringOfAsync(address.Database)).Replace(
            PostgresProcess.Password,
            "another-password",
            StringComparison.Ordinal
        );

        await ShouldBeRefusedAsync(connection, "does not let the user 'cruddur' into", address.Database);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_told_with_what_makes_one()
    {
        var connection = await postgres.ConnectionStringOfAsync("nobody_made_it");

        await ShouldBeRefusedAsync(connection, "There is no database nobody_made_it at", "'cruddur db setup'");
    }

    [Fact]
    public async Task A_database_without_the_schema_is_told_with_what_migrates_it()
    {
        var connection = await postgres.ConnectionStringOfAsync((await postgres.NewEmptyDatabaseAsync()).Database);

        await ShouldBeRefusedAsync(connection, "has no schema.", "'cruddur db migrate'");
    }

    [Fact]
    public async Task A_database_that_is_not_in_UTF_8_is_refused()
    {
        var name = PostgresFixture.NewName();
        await PostgresFixture.ExecuteAsync(
            await postgres.AddressOfAsync("postgres"),
            $"CREATE DATABASE {name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        );

        await ShouldBeRefusedAsync(
            await postgres.ConnectionStringOfAsync(name),
            "keeps text as LATIN1",
            "'cruddur db create'"
        );
    }

    [Fact]
    public async Task Which_database_must_be_said()
    {
        using var folder = new DataFolderFixture();
        var run = await CommandProcess.OfAsync(
            [],
            "serve",
            "--port",
            "0",
            "--data",
            folder.Path,
            "--Directory:Provider=Postgres"
        );

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("Directory:ConnectionString", run.Error, StringComparison.Ordinal);
        Assert.Contains("CONNECTION_URL", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_Postgres_is_away_calls_are_to_be_repeated_and_health_says_so_and_then_all_goes_on()
    {
        await using var own = await PostgresProcess.StartNewAsync();
        await CommandRun.Of("db", "create", "--connection", own.ConnectionStringOf("cruddur"));
        await CommandRun.Of("db", "migrate", "--connection", own.ConnectionStringOf("cruddur"));
        await using var app = await TestApp.StartAsync(
            null,
            PostgresFixture.SettingsOf(own.ConnectionStringOf("cruddur"))
        );
        using var alice = await app.SignedInAs("alice");
        using var anonymous = app.Anonymous();
        await own.StopAsync();

        using var refused = await alice.Client.GetAsync("/api/users?query=bob");
        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "busy");
        Assert.NotNull(refused.Headers.RetryAfter);
        using var health = await anonymous.GetAsync("/api/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("directory_unreachable", (await health.ReadJsonAsync()).GetProperty("status").GetString());

        await own.StartAsync();
        Assert.Equal(
            "alice",
            (await alice.Client.GetJsonAsync("/api/users?query=ali"))[0].GetProperty("handle").GetString()
        );
        await Eventually.True(
            async () =>
            {
                using var well = await anonymous.GetAsync("/api/health");
                return well.StatusCode == HttpStatusCode.OK;
            },
            "the directory is reachable"
        );
        Assert.DoesNotContain(PostgresProcess.Password, app.Log.Text, StringComparison.Ordinal);
    }

    private static async Task ShouldBeRefusedAsync(string connection, params string[] words)
    {
        var refused = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            await using var app = await TestApp.StartAsync(null, PostgresFixture.SettingsOf(connection));
        });

        Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(PostgresProcess.Password, refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("another-password", refused.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> ScanAsync(TestApp app)
    {
        var items = new List<string>();
        await app.RestartAsync(async () =>
        {
            var run = await CommandRun.Of("scan", "--limit", "0", "--json", "--data", app.Folder);
            items.Add(run.Out);
        });
        return items[0];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
