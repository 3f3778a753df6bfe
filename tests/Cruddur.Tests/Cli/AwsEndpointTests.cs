namespace Cruddur.Tests.Cli;

/// <summary>An endpoint that is AWS itself is not taken for an emulator: only --prod writes there, and asks.</summary>
public sealed class AwsEndpointTests
{
    // Under AWS's domain, and nowhere.
    private const string Aws = "https://dynamodb.nowhere-1.amazonaws.com";

    [Theory]
    [InlineData("ddb", "schema-load")]
    [InlineData("ddb", "seed")]
    [InlineData("ddb", "inbox", "repair")]
    [InlineData("ddb", "drop", "cruddur-messages", "--yes")]
    [InlineData("ddb", "list-tables")]
    [InlineData("copy", "--from", "dynamodb:cruddur-messages", "--to", "dynamodb:other")]
    public async Task A_command_does_not_go_to_it_without_prod(params string[] command)
    {
        var run = await CommandRun.Of([.. command, "--endpoint", Aws]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"The endpoint {Aws}/ is AWS itself.", run.Error, StringComparison.Ordinal);
        Assert.Contains("--prod", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB")]
    [InlineData("AWS_ENDPOINT_URL")]
    public async Task Nor_when_the_environment_names_it(string name)
    {
        var run = await CommandProcess.OfAsync([(name, Aws)], "ddb", "schema-load");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"The endpoint {Aws}/ is AWS itself.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_of_the_environment_that_is_none_is_told_and_not_taken_for_AWS()
    {
        var run = await CommandProcess.OfAsync([("AWS_ENDPOINT_URL", " ")], "ddb", "schema-load");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The environment variable AWS_ENDPOINT_URL is ' '", run.Error, StringComparison.Ordinal);
    }
}
