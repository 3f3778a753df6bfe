using Cruddur.Tests.Accounts;
using Cruddur.Tests.Cli;
using Cruddur.Tests.Postgres;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cognito;

/// <summary><c>db update-cognito-user-ids</c>, for people in Postgres and in the table.</summary>
[Collection(CognitoTests.Name)]
public sealed class SubjectUpdateTests(CognitoEmulator emulator, PostgresFixture postgres) : IAsyncLifetime
{
    private EmulatedPool _pool = null!;

    public async ValueTask InitializeAsync()
    {
        _pool = await emulator.MakePoolAsync();
        await AddAsync("alice", "Alice@example.test", "Alice");
        await AddAsync("zoe", "zoe@example.test", "zoe");
        await _pool.AddAsync("nameless", TestApp.Password, ("email", "n@example.test"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Without_apply_it_is_only_said_what_would_change_and_with_it_people_are_who_signs_in()
    {
        var connection = await postgres.ConnectionStringOfAsync(PostgresFixture.NewName());
        await CommandRun.Of("db", "setup", "--connection", connection);
        string[] line = ["db", "update-cognito-user-ids", "--connection", connection];

        var dry = await RunAsync(line);
        var dryAgain = await RunAsync(line);
        var applied = await RunAsync([.. line, "--apply", "--json"]);
        var after = await RunAsync(line);

        Assert.Equal(dry.Out, dryAgain.Out);
        Assert.Matches("Alice +[0-9a-f-]{36}  would change \\(the verified address is the same\\)\\n", dry.Out);
        Assert.DoesNotContain("example.test", dry.Out, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("zoe +[0-9a-f-]{36}  nobody here\\n", dry.Out);
        Assert.Contains("1 would change. Nothing was written", dry.Error, StringComparison.Ordinal);
        Assert.True(applied.Json.GetProperty("applied").GetBoolean());
        Assert.Equal("changed", OutcomeOf(applied, "Alice"));
        Assert.Contains("Nothing would change.", after.Error, StringComparison.Ordinal);
        Assert.All(new[] { dry, applied, after }, run => Assert.Equal(0, run.ExitCode));
        await SignsInAsAsync("alice", "alice", [.. _pool.Settings, .. PostgresFixture.SettingsOf(connection)]);
    }

    [Fact]
    public async Task People_in_the_table_of_a_folder_get_them_too()
    {
        using var folder = new DataFolderFixture();
        await CommandRun.Of("seed", "--data", folder.Path);

        var dry = await RunAsync("db", "update-cognito-user-ids", "--data", folder.Path);
        var applied = await RunAsync("db", "update-cognito-user-ids", "--data", folder.Path, "--apply");
        var again = await RunAsync("db", "update-cognito-user-ids", "--data", folder.Path, "--apply");

        Assert.Contains("would change", dry.Out, StringComparison.Ordinal);
        Assert.Contains("1 changed.", applied.Error, StringComparison.Ordinal);
        Assert.Contains("0 changed.", again.Error, StringComparison.Ordinal);
        await SignsInAsAsync("alice", "alice", [.. _pool.Settings, $"--Storage:Folder={folder.Path}"]);
    }

    [Fact]
    public async Task A_subject_that_somebody_else_here_has_is_left_and_told()
    {
        var connection = await postgres.ConnectionStringOfAsync(PostgresFixture.NewName());
        await CommandRun.Of("db", "setup", "--connection", connection);
        // Signed in before they were matched, and so added as somebody new.
        await SignsInAsAsync("alice", "Alice2", [.. _pool.Settings, .. PostgresFixture.SettingsOf(connection)]);

        var run = await RunAsync("db", "update-cognito-user-ids", "--connection", connection, "--apply", "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("somebody_else_here_has_it", OutcomeOf(run, "Alice"));
        Assert.Contains("whoever signed in with it before keeps it", run.Error, StringComparison.Ordinal);
        await SignsInAsAsync("alice", "Alice2", [.. _pool.Settings, .. PostgresFixture.SettingsOf(connection)]);
    }

    [Theory]
    [InlineData("mallory", true, "only the handle is the same")]
    [InlineData("bob", true, "the user name is the same, no verified address is")]
    [InlineData("mallory", false, "only the handle is the same")]
    public async Task Who_only_calls_themselves_so_gets_nobodys_account_unless_somebody_vouches_for_the_pool(
        string username,
        bool isVerified,
        string match
    )
    {
        var email = isVerified ? "mallory@example.test" : "bob@example.test";
        await AddAsync(username, email, "Bob", isVerified);
        var connection = await postgres.ConnectionStringOfAsync(PostgresFixture.NewName());
        await CommandRun.Of("db", "setup", "--connection", connection);
        string[] line = ["db", "update-cognito-user-ids", "--connection", connection];

        var dry = await RunAsync(line);
        var applied = await RunAsync([.. line, "--apply"]);
        var vouched = await RunAsync([.. line, "--trust-handles"]);

        Assert.Matches($"Bob +[0-9a-f-]{{36}}  not confirmed \\({match}\\)\\n", dry.Out);
        Assert.Contains("--trust-handles", dry.Error, StringComparison.Ordinal);
        Assert.Contains("not confirmed", applied.Out, StringComparison.Ordinal);
        Assert.Equal((1, 1, 0), (dry.ExitCode, applied.ExitCode, vouched.ExitCode));
        Assert.Contains("1 would change.", vouched.Error, StringComparison.Ordinal);
        await SignsInAsAsync(username, "Bob2", [.. _pool.Settings, .. PostgresFixture.SettingsOf(connection)]);
    }

    [Fact]
    public async Task A_handle_that_two_in_the_pool_have_is_given_to_neither()
    {
        await AddAsync("mallory", "mallory@example.test", "ALICE");
        using var folder = new DataFolderFixture();
        await CommandRun.Of("seed", "--data", folder.Path);

        var run = await RunAsync(
            "db",
            "update-cognito-user-ids",
            "--data",
            folder.Path,
            "--apply",
            "--trust-handles",
            "--json"
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("several_in_the_pool_have_the_handle", OutcomeOf(run, "Alice"));
        Assert.Equal("several_in_the_pool_have_the_handle", OutcomeOf(run, "ALICE"));
        Assert.Equal("address", FieldOf(run, "Alice", "match"));
        Assert.Equal("handle", FieldOf(run, "ALICE", "match"));
        Assert.Contains("see in the pool who it is", run.Error, StringComparison.Ordinal);
        await SignsInAsAsync("mallory", "ALICE2", [.. _pool.Settings, $"--Storage:Folder={folder.Path}"]);
    }

    [Fact]
    public async Task Who_has_a_subject_keeps_it_whoever_takes_their_handle_in_the_pool()
    {
        using var folder = new DataFolderFixture();
        await CommandRun.Of("seed", "--data", folder.Path);
        string[] line = ["db", "update-cognito-user-ids", "--data", folder.Path, "--apply", "--trust-handles"];
        await RunAsync(line);
        await AddAsync("mallory", "mallory@example.test", "ALICE");

        var run = await RunAsync([.. line, "--json"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("unchanged", OutcomeOf(run, "Alice"));
        Assert.Equal("the_person_here_has_another", OutcomeOf(run, "ALICE"));
        Assert.Contains("who signs in with that one keeps the account", run.Error, StringComparison.Ordinal);
        string[] settings = [.. _pool.Settings, $"--Storage:Folder={folder.Path}"];
        await SignsInAsAsync("alice", "alice", settings);
        await SignsInAsAsync("mallory", "ALICE2", settings);
    }

    [Fact]
    public async Task Setting_up_a_database_gives_the_demo_people_the_subjects_of_the_pool_in_the_settings()
    {
        var connection = await postgres.ConnectionStringOfAsync(PostgresFixture.NewName());

        var run = await SetUpAsync(
            connection,
            ("Cognito__UserPoolId", _pool.Id),
            ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", emulator.Endpoint.ToString())
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 changed.", run.Error, StringComparison.Ordinal);
        await SignsInAsAsync("alice", "alice", [.. _pool.Settings, .. PostgresFixture.SettingsOf(connection)]);
    }

    [Theory]
    [InlineData("Cognito__UserPoolId", "nonsense", "Cognito:UserPoolId")]
    [InlineData("Cognito__Endpoint", "https://cognito-idp.eu-west-1.amazonaws.com", "--prod")]
    [InlineData("Cognito__Endpoint", "http://pool.example", "Cognito:Endpoint")]
    public async Task A_pool_that_cannot_be_asked_is_told_before_a_database_is_dropped(
        string setting,
        string value,
        string words
    )
    {
        var connection = await postgres.ConnectionStringOfAsync(PostgresFixture.NewName());
        await CommandRun.Of("db", "create", "--connection", connection);

        var run = await SetUpAsync(connection, ("Cognito__UserPoolId", _pool.Id), (setting, value));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("is dropped", run.Error, StringComparison.Ordinal);
    }

    private static Task<CommandRun> SetUpAsync(string connection, params (string, string)[] environment) =>
        CommandProcess.OfAsync(environment, "db", "setup", "--yes", "--connection", connection);

    private Task AddAsync(string username, string email, string handle, bool isVerified = true) =>
        _pool.AddAsync(
            username,
            TestApp.Password,
            ("email", email),
            ("email_verified", isVerified ? "true" : "false"),
            ("preferred_username", handle)
        );

    private static string? OutcomeOf(CommandRun run, string handle) => FieldOf(run, handle, "outcome");

    private static string? FieldOf(CommandRun run, string handle, string field) =>
        run
            .Json.GetProperty("users")
            .EnumerateArray()
            .Single(user => user.GetProperty("handle").GetString() == handle)
            .GetProperty(field)
            .GetString();

    private static async Task SignsInAsAsync(string login, string handle, string[] settings)
    {
        await using var app = await TestApp.StartAsync(null, settings);
        using var browser = Browser.On(app);
        using var signedIn = await browser.SignIn(login);
        Assert.Equal(handle, (await signedIn.ReadJsonAsync()).GetProperty("handle").GetString());
    }

    private Task<CommandRun> RunAsync(params string[] line) =>
        CommandRun.Of([.. line, "--pool", _pool.Id, "--endpoint", emulator.Endpoint.ToString()]);
}
