using System.Text.Json;
using Cruddur.Cli.Seed.Demo;
using Cruddur.Tests.Activities;
using Cruddur.Tests.Cli;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Postgres;

/// <summary>The commands about the database of people, against a real Postgres.</summary>
public sealed class DbCommandTests(PostgresFixture postgres)
{
    private readonly string _name = PostgresFixture.NewName();

    [Fact]
    public async Task A_database_is_made_once_loaded_migrated_filled_and_dropped()
    {
        var made = await RunAsync("create");
        var again = await RunAsync("create");
        var loaded = await RunAsync("schema-load");
        var reloaded = await RunAsync("schema-load");
        var migrated = await RunAsync("migrate");
        var seeded = await RunAsync("seed");
        var reseeded = await RunAsync("seed", "--json");
        var helps = new[] { await RunAsync("drop", "--help"), await RunAsync("setup", "--help") };
        var dropped = await RunAsync("drop", "--yes");
        var gone = await RunAsync("drop", "--yes");

        Assert.Contains($"The database {_name} at 127.0.0.1", made.Error, StringComparison.Ordinal);
        Assert.Contains("it stays as it is", again.Error, StringComparison.Ordinal);
        Assert.Contains("0001_users", loaded.Error, StringComparison.Ordinal);
        Assert.Equal(1, reloaded.ExitCode);
        Assert.Contains("'cruddur db migrate'", reloaded.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was to be changed", migrated.Error, StringComparison.Ordinal);
        Assert.Contains("4 (4 new)", seeded.Out, StringComparison.Ordinal);
        Assert.Equal(0, reseeded.Json.GetProperty("people_added").GetInt32());
        Assert.NotEqual(0, reseeded.Json.GetProperty("posts").GetInt32());
        Assert.Equal(0, reseeded.Json.GetProperty("posts_added").GetInt32());
        Assert.All(helps, help => Assert.Contains("are then of nobody", help.Out, StringComparison.Ordinal));
        Assert.Contains("is dropped", dropped.Error, StringComparison.Ordinal);
        Assert.Equal(1, gone.ExitCode);
        Assert.All(
            new[] { made, again, loaded, migrated, seeded, reseeded, dropped },
            run => Assert.Equal(0, run.ExitCode)
        );
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("yes", false)]
    [InlineData("its name", true)]
    public async Task Dropping_asks_for_the_name_of_the_database(string typed, bool isDropped)
    {
        await RunAsync("create");

        var drop = await CommandRun.Typing(
            typed == "its name" ? _name : typed,
            "db",
            "drop",
            "--connection",
            await ConnectionStringAsync()
        );

        Assert.Equal(isDropped ? 0 : 1, drop.ExitCode);
        Assert.Contains(isDropped ? "is made" : "already", (await RunAsync("create")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_somebody_uses_stays_unless_that_is_forced_and_sessions_tell_who_it_is()
    {
        await RunAsync("setup");
        await using var app = await TestApp.StartAsync(null, PostgresFixture.SettingsOf(await ConnectionStringAsync()));
        using var alice = await app.SignedInAs("zoe");

        var sessions = await RunAsync("sessions", "--json");
        var text = await RunAsync("sessions");
        var refused = await RunAsync("drop", "--yes");
        var forced = await RunAsync("drop", "--yes", "--force");

        var session = sessions.Json.GetProperty("sessions")[0];
        Assert.Equal("cruddur", session.GetProperty("application").GetString());
        Assert.Equal("127.0.0.1", session.GetProperty("client").GetString());
        Assert.Contains("cruddur", text.Out, StringComparison.Ordinal);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("'cruddur db sessions'", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, forced.ExitCode);
    }

    [Fact]
    public async Task Setup_makes_a_database_on_which_a_server_gives_the_demo_and_makes_it_anew()
    {
        using var folder = new DataFolderFixture();
        var first = await RunAsync("setup");
        var declined = await CommandRun.Typing("no", "db", "setup", "--connection", await ConnectionStringAsync());
        // Now, as what was posted at another time is over for a server.
        var second = await CommandRun.At(
            TimeProvider.System.GetUtcNow(),
            ["db", "setup", "--yes", "--connection", await ConnectionStringAsync()]
        );

        Assert.Equal(0, first.ExitCode);
        Assert.Contains("Cognito", first.Error, StringComparison.Ordinal);
        Assert.Equal(1, declined.ExitCode);
        Assert.Contains("Nothing was dropped.", declined.Error, StringComparison.Ordinal);
        Assert.Equal(0, second.ExitCode);
        Assert.Contains("4 (4 new)", second.Out, StringComparison.Ordinal);
        await using var server = await ServeRun.StartAsync([
            "--data",
            folder.Path,
            .. PostgresFixture.SettingsOf(await ConnectionStringAsync()),
        ]);
        using var alice = await server.SignedInAsync("alice", DemoData.Password);
        Assert.Equal(3, (await alice.GetJsonAsync("/api/message_groups")).GetArrayLength());
        Assert.Equal(DemoPosts.All.Count, (await alice.Home()).Length);
    }

    [Fact]
    public async Task Commands_about_the_table_show_the_people_of_Postgres_and_seeding_gives_them_accounts()
    {
        using var folder = new DataFolderFixture();
        await RunAsync("setup");
        (string, string)[] environment =
        [
            ("Directory__Provider", "Postgres"),
            ("CONNECTION_URL", await ConnectionStringAsync()),
            ("Storage__Folder", folder.Path),
        ];

        var seeded = await CommandProcess.OfAsync(environment, "seed", "--json");
        var list = await CommandProcess.OfAsync(environment, "patterns", "list-conversations", "alice", "--json");
        var scan = await CommandRun.ItemsIn(folder);

        Assert.Equal(
            (4, 0),
            (seeded.Json.GetProperty("people").GetInt32(), seeded.Json.GetProperty("people_added").GetInt32())
        );
        Assert.Equal(0, seeded.Json.GetProperty("posts_added").GetInt32());
        Assert.Equal("alice", list.Json.GetProperty("handle").GetString());
        Assert.Equal(4, scan.Count(item => item.GetProperty("sk").GetString() == "ACCOUNT"));
        Assert.DoesNotContain(scan, item => item.GetProperty("sk").GetString() == "PROFILE");
        await using var app = await TestApp.StartAsync(
            null,
            [.. PostgresFixture.SettingsOf(await ConnectionStringAsync()), $"--Storage:Folder={folder.Path}"]
        );
        using var alice = await app.SignedInAs("alice");
        Assert.Equal(3, (await alice.Groups()).Length);
    }

    [Fact]
    public async Task A_folder_that_had_its_people_in_the_table_can_be_seeded_with_them_in_Postgres()
    {
        using var folder = new DataFolderFixture();
        var seeded = await CommandProcess.OfAsync([], "seed", "--data", folder.Path);
        await RunAsync("create");
        await RunAsync("migrate");

        var again = await CommandProcess.OfAsync(
            [("Directory__Provider", "Postgres"), ("CONNECTION_URL", await ConnectionStringAsync())],
            "seed",
            "--data",
            folder.Path,
            "--json"
        );

        Assert.Equal((0, 0), (seeded.ExitCode, again.ExitCode));
        Assert.Equal(4, again.Json.GetProperty("people_added").GetInt32());
        await using var app = await TestApp.StartAsync(
            null,
            [.. PostgresFixture.SettingsOf(await ConnectionStringAsync()), $"--Storage:Folder={folder.Path}"]
        );
        using var alice = await app.SignedInAs("alice");
        Assert.Equal(3, (await alice.Groups()).Length);
    }

    [Fact]
    public async Task Connecting_hands_psql_the_password_and_the_TLS_of_the_address_in_its_environment()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for psql is a shell script.");
        using var folder = new DataFolderFixture();
        var psql = Path.Combine(folder.Path, "psql");
        await File.WriteAllTextAsync(
            psql,
            """
            #!/bin/sh
            echo "$@ / $PGPASSWORD $PGSSLMODE $PGSSLROOTCERT"

            """,
            TestContext.Current.CancellationToken
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(psql, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var run = await CommandProcess.OfAsync(
            [("PATH", $"{folder.Path}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}")],
            "db",
            "connect",
            "--prod",
            "--connection",
            "postgresql://me:s3cret@db.example/people?sslmode=verify-full&sslrootcert=/etc/root.pem"
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "--host db.example --port 5432 --username me --dbname people / s3cret verify-full /etc/root.pem",
            run.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Sessions_of_a_database_that_is_not_there_are_none_to_print()
    {
        var run = await RunAsync("sessions");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"There is no database {_name}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_see_what_others_do_sees_that_they_are_connected()
    {
        await RunAsync("setup");
        await using var app = await TestApp.StartAsync(null, PostgresFixture.SettingsOf(await ConnectionStringAsync()));
        using var zoe = await app.SignedInAs("zoe");
        await PostgresFixture.ExecuteAsync(
            await postgres.AddressOfAsync("postgres"),
            $"CREATE ROLE plain_{_name} LOGIN PASSWORD '{PostgresProcess.Password}'"
        );
        var connection = (await ConnectionStringAsync()).Replace(
            $"Username={PostgresProcess.User};",
            $"Username=plain_{_name};",
            StringComparison.Ordinal
        );

        var json = await CommandRun.Of("db", "sessions", "--json", "--connection", connection);
        var text = await CommandRun.Of("db", "sessions", "--connection", connection);

        Assert.Equal((0, 0), (json.ExitCode, text.ExitCode));
        var session = json.Json.GetProperty("sessions")[0];
        Assert.Equal(PostgresProcess.User, session.GetProperty("user").GetString());
        Assert.Equal(JsonValueKind.Null, session.GetProperty("client").ValueKind);
        Assert.Equal(JsonValueKind.Null, session.GetProperty("since").ValueKind);
        Assert.Contains("not shown", text.Out, StringComparison.Ordinal);
        Assert.Contains("pg_read_all_stats", text.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=x;s3cret=1", "It cannot be read.")]
    [InlineData("", "It is empty.")]
    public async Task What_cannot_be_read_is_wrong_usage_and_not_repeated(string connection, string words)
    {
        var run = await CommandRun.Of("db", "create", "--connection", connection);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"--connection: {words}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
    }

    private async Task<CommandRun> RunAsync(params string[] command) =>
        await CommandRun.Of(["db", .. command, "--connection", await ConnectionStringAsync()]);

    private Task<string> ConnectionStringAsync() => postgres.ConnectionStringOfAsync(_name);
}
