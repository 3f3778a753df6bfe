using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Seed;
using Cruddur.Cli.Terminals;
using Cruddur.Tests.Storage.DynamoDb;

namespace Cruddur.Tests.Cli;

/// <summary>Runs command lines against the emulator, with a table of the test's own.</summary>
internal sealed class EmulatorRun(Emulator emulator)
{
    public string Table { get; } = emulator.NewName();

    public Task<CommandRun> OfAsync(params string[] command) => TypingAsync("", command);

    /// <param name="typed">What somebody answers when asked.</param>
    public async Task<CommandRun> TypingAsync(string typed, params string[] command)
    {
        Assert.SkipWhen(emulator.IsAws, "A command goes to AWS only with --prod, and asks.");
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var input = new StringReader(typed);
        using var terminal = new Terminal(
            output,
            error,
            IsErrorInteractive: false,
            new SeedClock { Now = CommandRun.Now }
        )
        {
            In = input,
        };
        string[] line = [.. command, "--endpoint", emulator.Endpoint.ToString()];
        var code = await CommandRunner.RunAsync(line, terminal, TestContext.Current.CancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    public async Task MakeTableAsync() =>
        Assert.Equal(0, (await OfAsync("ddb", "schema-load", "--table", Table)).ExitCode);
}
