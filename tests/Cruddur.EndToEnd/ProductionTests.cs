using System.Diagnostics;
using Cruddur.EndToEnd.Support;

namespace Cruddur.EndToEnd;

/// <summary>
/// The real command with <c>--prod</c>, in an environment of its own from which nothing of AWS can be reached: what it says,
/// and that it asks before it would do anything.
/// </summary>
public sealed class ProductionTests
{
    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["AWS_REGION"] = "eu-central-1",
        ["AWS_ACCESS_KEY_ID"] = "test",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
    };

    [Theory]
    [InlineData("ddb", "schema-load", "--prod")]
    [InlineData("ddb", "seed", "--prod")]
    [InlineData("copy", "--from", "sqlite:nowhere", "--to", "dynamodb:cruddur-messages", "--prod")]
    public async Task Before_it_writes_it_says_where_and_asks(params string[] command)
    {
        var run = await RunAsync(Keys, command);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches(
            @"AWS account unknown \(.+\), region eu-central-1, table cruddur-messages\.\s+This writes there\. Go on\? \[y/N\] "
                + "Nothing was done",
            run.Error
        );
    }

    [Fact]
    public async Task Dropping_asks_for_the_name_after_saying_where()
    {
        var run = await RunAsync(Keys, "ddb", "drop", "cruddur-messages", "--prod");

        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"region eu-central-1, table cruddur-messages\.\s+This deletes the table", run.Error);
    }

    [Theory]
    [InlineData("ddb", "list-tables", "--prod")]
    [InlineData("ddb", "schema-load", "--prod", "--yes")]
    [InlineData("ddb", "scan", "--prod")]
    public async Task What_reads_or_was_told_yes_goes_to_AWS_and_to_no_endpoint_of_the_environment(
        params string[] command
    )
    {
        var run = await RunAsync(Keys, command);

        Assert.Equal(1, run.ExitCode);
        // Behind the proxy of this environment.
        Assert.Contains(
            "DynamoDB cannot be reached at eu-central-1: Connection refused (127.0.0.1:1)",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Go on?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_region_it_says_which_setting_is_missing()
    {
        var run = await RunAsync([], "ddb", "list-tables", "--prod");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("AWS_REGION", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_it_says_how_to_give_some()
    {
        var region = new Dictionary<string, string>(StringComparer.Ordinal) { ["AWS_REGION"] = "eu-central-1" };

        var run = await RunAsync(region, "ddb", "list-tables", "--prod");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("There are no AWS credentials", run.Error, StringComparison.Ordinal);
        Assert.Contains("AWS_PROFILE", run.Error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(
        Dictionary<string, string> environment,
        params string[] command
    )
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, "bin", "cruddur"), command)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfAws).ToArray())
        {
            start.Environment.Remove(name);
        }
        start.Environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:2";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/nowhere";
        start.Environment["AWS_CONFIG_FILE"] = "/nowhere";
        start.Environment["HTTPS_PROXY"] = "http://127.0.0.1:1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    private static bool IsOfAws(string name) => name.StartsWith("AWS_", StringComparison.Ordinal);
}
