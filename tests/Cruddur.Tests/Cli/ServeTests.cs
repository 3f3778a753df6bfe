using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Seed.Demo;

namespace Cruddur.Tests.Cli;

public sealed partial class ServeTests
{
    [Fact]
    public async Task It_prints_the_real_address_and_how_to_sign_in_serves_and_stops_when_told()
    {
        using var folder = new DataFolderFixture();
        await using var server = await ServeRun.StartAsync("--data", folder.Path);

        using var alice = await server.SignedInAsync("alice", DemoData.Password);

        Assert.Equal(0, await server.StopAsync());
        Assert.Contains(
            $"alice, bob, carol or dave with the password {DemoData.Password}",
            server.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task It_prints_where_the_mails_of_the_demo_are_and_the_key_that_shows_them()
    {
        using var folder = new DataFolderFixture();
        await using var server = await ServeRun.StartAsync("--data", folder.Path);

        var page = MailsPage().Match(server.Output);
        using var client = new HttpClient { BaseAddress = new Uri(page.Groups["address"].Value) };
        client.DefaultRequestHeaders.Add("Cruddur-Mail-Key", page.Groups["key"].Value);
        using var mails = await client.GetAsync("/api/mails", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, mails.StatusCode);
    }

    [Theory]
    [InlineData("--Accounts:LockoutThreshold=0", "LockoutThreshold")]
    [InlineData("--Accounts:SessionLifetime=abc", "SessionLifetime")]
    [InlineData("--Accounts:LockoutTreshold=1", "There is no setting Accounts:LockoutTreshold")]
    [InlineData("--Accounts:ConfirmEmail=true", "Accounts:ConfirmEmail needs mails")]
    [InlineData("--Mail:Server=mail.example.test", "Mail:From is missing")]
    [InlineData("--Mail:ShowKey=0123456789abcde", "Mail:ShowKey is no key")]
    [InlineData("--Mail:ShowKey=0123456789abcd/#", "Mail:ShowKey is no key")]
    [InlineData("--Storage:TableName=", "Storage:TableName is empty")]
    [InlineData("--Storage:Engine=7", "Storage:Engine is 7")]
    [InlineData("--Storage:Endpoint=here", "Storage:Endpoint is 'here'")]
    [InlineData("--Storage:AttemptTimeout=00:00:00", "Storage:AttemptTimeout is 00:00:00")]
    [InlineData("--Web:Root=", "Web:Root is empty")]
    [InlineData("--Security:AllowedOrigins:0=app.example.com", "Security:AllowedOrigins has 'app.example.com'")]
    public async Task A_wrong_setting_is_refused_by_name_and_is_no_bug(string setting, string words)
    {
        using var folder = new DataFolderFixture();

        var run = await CommandRun.Of(
            "serve",
            "--port",
            "0",
            "--data",
            folder.Path,
            "--Logging:LogLevel:Default=None",
            setting
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_exits_with_1_and_names_the_port_and_what_to_do()
    {
        using var folder = new DataFolderFixture();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var run = await CommandRun.Of(
            "serve",
            "--port",
            $"{port}",
            "--data",
            folder.Path,
            "--Logging:LogLevel:Default=None"
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Port {port} on 127.0.0.1 is in use by another program.", run.Error, StringComparison.Ordinal);
        Assert.Contains("--port", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_exits_with_1_and_says_which_ones_there_are()
    {
        using var folder = new DataFolderFixture();

        // TEST-NET-1 (RFC 5737), which no machine has.
        var run = await CommandRun.Of(
            "serve",
            "--address",
            "192.0.2.1",
            "--port",
            "0",
            "--data",
            folder.Path,
            "--Logging:LogLevel:Default=None"
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("192.0.2.1 is no address of this machine.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_exits_with_1_and_is_named()
    {
        using var folder = new DataFolderFixture();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var run = await CommandRun.Of("serve", "--port", "0", "--data", file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(file, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("This is a bug", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?<address>http://127\.0\.0\.1:[0-9]+)/mails#key=(?<key>[0-9a-f]+)")]
    private static partial Regex MailsPage();
}
