namespace Cruddur.Tests.Cli;

public sealed class UsageTests
{
    public static TheoryData<string, string> WrongLines =>
        new()
        {
            {
                "",
                "Usage: cruddur serve|seed|scan|patterns|inbox|unread|users|cost|ddb|cognito|db|copy|backup|restore|doctor"
            },
            { "sed", "Did you mean 'seed'?" },
            { "serve --port 65536", "--port takes a whole number from 0 to 65535, not '65536'." },
            { "serve --address nowhere", "--address takes an IP address of this machine, not 'nowhere'." },
            { "serve --prot 80", "Did you mean '--port'?" },
            { "serve Storage:Folder=x", "a setting looks like --Section:Name=value" },
            { "seed --people 3", "--people and --messages go together" },
            { "seed --messages 3", "--people and --messages go together" },
            { "seed --people 1 --messages 3", "--people takes a whole number from 2 to" },
            { "seed --seed 7", "--seed is for plausible data" },
            { "scan --limit -1", "--limit takes a whole number from 0 to" },
            { "scan --limit", "--limit" },
            { "scan extra", "extra" },
            { "patterns", "Usage: cruddur patterns list-conversations|get-conversation" },
            { "patterns list-conversations", "Usage: cruddur patterns list-conversations <HANDLE> [options]" },
            { "patterns get-conversation 12", "'12' is no uuid" },
            { "users import", "Usage: cruddur users import <FILE> [options]" },
            { "users import people.csv --issuer a|b", "--issuer: The issuer of a subject" },
            { "doctor --port x", "--port takes a whole number" },
        };

    [Theory]
    [MemberData(nameof(WrongLines))]
    public async Task A_wrong_command_line_exits_with_2_and_tells_on_standard_error_how_it_should_look(
        string line,
        string words
    )
    {
        var run = await CommandRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Contains("Usage: cruddur", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task An_empty_folder_is_no_folder()
    {
        var run = await CommandRun.Of("scan", "--data", "");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--data takes a folder, not an empty name.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("seed")]
    [InlineData("scan")]
    [InlineData("patterns list-conversations")]
    [InlineData("patterns get-conversation")]
    [InlineData("ddb schema-load")]
    [InlineData("ddb list-tables")]
    [InlineData("ddb describe-table")]
    [InlineData("ddb drop")]
    [InlineData("ddb seed")]
    [InlineData("ddb scan")]
    [InlineData("ddb patterns list-conversations")]
    [InlineData("ddb patterns get-conversation")]
    [InlineData("users import")]
    [InlineData("db setup")]
    [InlineData("db create")]
    [InlineData("db drop")]
    [InlineData("db schema-load")]
    [InlineData("db migrate")]
    [InlineData("db seed")]
    [InlineData("db connect")]
    [InlineData("db sessions")]
    [InlineData("copy")]
    [InlineData("doctor")]
    public async Task The_help_of_a_command_has_examples_and_is_data(string command)
    {
        var run = await CommandRun.Of([.. command.Split(' '), "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"Examples:{Environment.NewLine}  cruddur {command}", run.Out, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task The_version_is_printed_alone()
    {
        var run = await CommandRun.Of("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"\A[0-9]+\.[0-9]+\.[0-9]+\s*\z", run.Out);
    }

    [Theory]
    [InlineData("scan")]
    [InlineData("patterns list-conversations alice")]
    [InlineData("patterns get-conversation 5431ed70-ce4d-8bb8-a667-5c87a6eed38c")]
    public async Task A_folder_without_data_exits_with_1_and_tells_where_it_looked_and_what_to_do(string command)
    {
        using var folder = new DataFolderFixture();

        var run = await CommandRun.Of([.. command.Split(' '), "--data", folder.Path]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"There is no database at {folder.Path}", run.Error, StringComparison.Ordinal);
        Assert.Contains("--data DIR", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Where_an_error_came_from_in_the_program_is_shown_only_when_asked_for()
    {
        using var folder = new DataFolderFixture();

        var brief = await CommandRun.Of("scan", "--data", folder.Path);
        var verbose = await CommandRun.Of("scan", "--data", folder.Path, "--verbose");

        Assert.DoesNotContain("   at ", brief.Error, StringComparison.Ordinal);
        Assert.Contains("   at Cruddur.", verbose.Error, StringComparison.Ordinal);
    }
}
