using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;
using Cruddur.Tests.Storage.DynamoDb;

namespace Cruddur.Tests.Cli;

/// <summary>The commands about the table in DynamoDB, against the emulator.</summary>
public sealed class DdbTests(Emulator emulator)
{
    private readonly string _table = $"ddb-{Environment.ProcessId}-{TimeProvider.System.GetTimestamp():x}";

    [Fact]
    public async Task A_table_is_made_once_listed_described_and_dropped()
    {
        var made = await RunAsync("schema-load", "--table", _table);
        var again = await RunAsync("schema-load", "--table", _table);
        var listed = await RunAsync("list-tables");
        var described = await RunAsync("describe-table", "--table", _table);
        var dropped = await RunAsync("drop", _table, "--yes");
        var gone = await RunAsync("list-tables");

        Assert.Contains("is made", made.Error, StringComparison.Ordinal);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("already", again.Error, StringComparison.Ordinal);
        Assert.Contains(_table, listed.Out, StringComparison.Ordinal);
        Assert.Matches(@"keys +pk \(HASH\), sk \(RANGE\)", described.Out);
        Assert.Matches("stream +NEW_IMAGE", described.Out);
        Assert.Matches("indexes +0", described.Out);
        Assert.Equal(0, dropped.ExitCode);
        Assert.DoesNotContain(_table, gone.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("yes", false)]
    [InlineData("its name", true)]
    public async Task Dropping_asks_for_the_name_of_the_table(string typed, bool isDropped)
    {
        await RunAsync("schema-load", "--table", _table);

        var drop = await RunTypingAsync(typed == "its name" ? _table : typed, "drop", _table);

        Assert.Equal(isDropped ? 0 : 1, drop.ExitCode);
        var listed = await RunAsync("list-tables");
        Assert.Equal(!isDropped, listed.Out.Contains(_table, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("describe-table", "--table", "nobody-made-it")]
    [InlineData("drop", "nobody-made-it", "--yes")]
    public async Task A_table_that_is_not_there_is_named(params string[] command)
    {
        var run = await RunAsync(command);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("There is no table nobody-made-it.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_DynamoDB_refuses_is_told_in_its_words()
    {
        var run = await RunAsync("schema-load", "--table", "no spaces");

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("cannot be reached", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> RunAsync(params string[] command) => RunTypingAsync("", command);

    private async Task<CommandRun> RunTypingAsync(string typed, params string[] command)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var input = new StringReader(typed);
        using var terminal = new Terminal(output, error, IsErrorInteractive: false, TimeProvider.System) { In = input };
        string[] line = ["ddb", .. command, "--endpoint", emulator.Client.Config.ServiceURL];
        var code = await CommandRunner.RunAsync(line, terminal, TestContext.Current.CancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
