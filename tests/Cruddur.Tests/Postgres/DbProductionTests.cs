using Cruddur.Tests.Cli;

namespace Cruddur.Tests.Postgres;

/// <summary>What goes to a database on another machine, and what must not.</summary>
public sealed class DbProductionTests(PostgresFixture postgres)
{
    private readonly string _name = PostgresFixture.NewName();

    [Theory]
    [InlineData("create")]
    [InlineData("migrate")]
    [InlineData("drop")]
    [InlineData("sessions")]
    [InlineData("connect")]
    public async Task Another_machine_is_gone_to_only_when_that_is_said(string command)
    {
        var run = await CommandRun.Of("db", command, "--connection", "postgresql://me:s3cret@db.example/cruddur");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("db.example:5432", run.Error, StringComparison.Ordinal);
        Assert.Contains("--prod", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "another machine")]
    [InlineData(true, "This writes there.")]
    public async Task Seeding_adds_people_on_another_machine_only_when_that_is_said_and_answered(
        bool onProd,
        string words
    )
    {
        using var folder = new DataFolderFixture();
        string[] prod = onProd ? ["--prod"] : [];

        var run = await CommandProcess.OfAsync(
            [("Directory__Provider", "Postgres"), ("CONNECTION_URL", "postgresql://me:s3cret@db.example/people")],
            ["seed", "--data", folder.Path, .. prod]
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("db.example:5432", run.Error, StringComparison.Ordinal);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n", false)]
    [InlineData("y", true)]
    public async Task With_prod_it_is_told_which_database_that_is_and_asked_before_anything_is_written(
        string typed,
        bool isMade
    )
    {
        var run = await CommandRun.Typing(
            typed,
            "db",
            "create",
            "--prod",
            "--connection",
            await ConnectionStringAsync()
        );

        Assert.Contains($"database {_name}, user cruddur.", run.Error, StringComparison.Ordinal);
        Assert.Equal(isMade ? 0 : 1, run.ExitCode);
        Assert.Contains(isMade ? "already" : "is made", (await RunAsync("create")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("drop", "--yes")]
    [InlineData("setup", "--yes", "--force")]
    [InlineData("migrate", "--yes")]
    [InlineData("sessions")]
    [InlineData("update-cognito-user-ids", "--apply")]
    public async Task With_prod_the_database_of_every_day_is_never_meant(params string[] command)
    {
        await RunAsync("create");

        var run = await CommandProcess.OfAsync(
            [("CONNECTION_URL", await ConnectionStringAsync()), ("PROD_CONNECTION_URL", "")],
            ["db", .. command, "--prod"]
        );

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("PROD_CONNECTION_URL, which is not set", run.Error, StringComparison.Ordinal);
        Assert.Contains("it stays as it is", (await RunAsync("create")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Directory:Provider=Postgres", "the database people at db.example:5432, which is another machine")]
    [InlineData("--Storage:Engine=DynamoDb", "the table cruddur-messages on AWS")]
    public async Task A_server_adds_the_demo_people_on_no_other_machine(string setting, string place)
    {
        using var folder = new DataFolderFixture();

        var run = await CommandProcess.OfAsync(
            [("CONNECTION_URL", "postgresql://me:s3cret@db.example/people")],
            ["serve", "--demo", "--port", "0", "--data", folder.Path, setting]
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"--demo does not go to {place}", run.Error, StringComparison.Ordinal);
        Assert.Contains("'cruddur seed --prod'", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_prod_the_environment_may_name_the_database()
    {
        await RunAsync("create");

        var run = await CommandProcess.OfAsync(
            [("PROD_CONNECTION_URL", await ConnectionStringAsync())],
            "db",
            "migrate",
            "--prod",
            "--yes"
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"The database {_name}", run.Error, StringComparison.Ordinal);
    }

    private async Task<CommandRun> RunAsync(params string[] command) =>
        await CommandRun.Of(["db", .. command, "--connection", await ConnectionStringAsync()]);

    private Task<string> ConnectionStringAsync() => postgres.ConnectionStringOfAsync(_name);
}
