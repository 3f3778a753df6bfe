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
        await _pool.AddAsync("alice", TestApp.Password, ("email", "a@example.test"), ("preferred_username", "Alice"));
        await _pool.AddAsync("zoe", TestApp.Password, ("email", "z@example.test"), ("preferred_username", "zoe"));
        await _pool.AddAsync("nameless", TestApp.Password, ("email", "n@example.test"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Without_apply_it_is_only_said_what_would_change_and_with_it_people_are_who_signs_in()
    {
        var url = await postgres.UrlOfAsync(PostgresFixture.NewName());
        await CommandRun.Of("db", "setup", "--connection", url);
        string[] line = ["db", "update-cognito-user-ids", "--connection", url];

        var dry = await RunAsync(line);
        var dryAgain = await RunAsync(line);
        var applied = await RunAsync([.. line, "--apply", "--json"]);
        var after = await RunAsync(line);

        Assert.Equal(dry.Out, dryAgain.Out);
        Assert.Matches("Alice +[0-9a-f-]{36}  would change\\n", dry.Out);
        Assert.Matches("zoe +[0-9a-f-]{36}  nobody here\\n", dry.Out);
        Assert.Contains("1 would change. Nothing was written", dry.Error, StringComparison.Ordinal);
        Assert.True(applied.Json.GetProperty("applied").GetBoolean());
        Assert.Equal("changed", OutcomeOf(applied, "Alice"));
        Assert.Contains("Nothing would change.", after.Error, StringComparison.Ordinal);
        Assert.All(new[] { dry, applied, after }, run => Assert.Equal(0, run.ExitCode));
        await SignsInAsAsync("alice", "alice", [.. _pool.Settings, .. PostgresFixture.SettingsOf(url)]);
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
        var url = await postgres.UrlOfAsync(PostgresFixture.NewName());
        await CommandRun.Of("db", "setup", "--connection", url);
        // Signed in before they were matched, and so added as somebody new.
        await SignsInAsAsync("alice", "Alice2", [.. _pool.Settings, .. PostgresFixture.SettingsOf(url)]);

        var run = await RunAsync("db", "update-cognito-user-ids", "--connection", url, "--apply", "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("somebody_else_here_has_it", OutcomeOf(run, "Alice"));
        Assert.Contains("left as they are", run.Error, StringComparison.Ordinal);
        await SignsInAsAsync("alice", "Alice2", [.. _pool.Settings, .. PostgresFixture.SettingsOf(url)]);
    }

    private static string? OutcomeOf(CommandRun run, string handle) =>
        run
            .Json.GetProperty("users")
            .EnumerateArray()
            .Single(user => user.GetProperty("handle").GetString() == handle)
            .GetProperty("outcome")
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
