using System.Text.Json;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Seed;
using Cruddur.Cli.Terminals;

namespace Cruddur.Tests.Cli;

/// <summary>What a command line, run in this process, said and how it ended.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 6, 0, 0, TimeSpan.Zero);

    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public static Task<CommandRun> Of(params string[] args) => At(Now, args);

    /// <param name="now">What the clock says; waiting is real.</param>
    public static Task<CommandRun> At(DateTimeOffset now, params string[] args) => RunAsync(now, "", args);

    /// <param name="typed">What somebody answers when asked.</param>
    public static Task<CommandRun> Typing(string typed, params string[] args) => RunAsync(Now, typed, args);

    private static async Task<CommandRun> RunAsync(DateTimeOffset now, string typed, string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var input = new StringReader(typed);
        using var terminal = new Terminal(output, error, IsErrorInteractive: false, new SeedClock { Now = now })
        {
            In = input,
        };
        var code = await CommandRunner.RunAsync(args, terminal, TestContext.Current.CancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Items of the table as <c>scan</c> prints them.</summary>
    public static async Task<JsonElement[]> ItemsIn(DataFolderFixture folder) =>
        [
            .. (await Of("scan", "--limit", "0", "--json", "--data", folder.Path))
                .Json.GetProperty("items")
                .EnumerateArray(),
        ];
}
