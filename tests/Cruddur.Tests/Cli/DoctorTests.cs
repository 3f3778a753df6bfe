using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Cruddur.Cli.Storage;
using Cruddur.Server.Storage;

namespace Cruddur.Tests.Cli;

public sealed class DoctorTests
{
    [Fact]
    public async Task A_machine_that_can_run_it_is_healthy_and_nothing_is_left_behind()
    {
        using var folder = new DataFolderFixture();

        var run = await CommandRun.Of("doctor", "--port", "0", "--json", "--data", folder.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Json.GetProperty("healthy").GetBoolean());
        Assert.Equal(
            "versions, sqlite, data folder, database, disk space, port, clock",
            string.Join(", ", ChecksOf(run).Select(check => check.GetProperty("name").GetString()))
        );
        Assert.DoesNotContain("FAIL", run.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_no_fault_and_is_not_made()
    {
        using var folder = new DataFolderFixture();
        var missing = Path.Combine(folder.Path, "deep", "data");

        var run = await CommandRun.Of("doctor", "--port", "0", "--data", missing);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"{missing} is not there yet; the first start makes it", run.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "deep")));
    }

    [Fact]
    public async Task A_file_where_the_folder_should_be_fails()
    {
        using var folder = new DataFolderFixture();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var run = await CommandRun.Of("doctor", "--port", "0", "--data", Path.Combine(file, "data"));

        Assert.Equal(1, run.ExitCode);
        Assert.Matches($"FAIL  data folder +{file} is a file", run.Out);
        Assert.Contains("Name a folder with --data DIR.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_fails_by_name()
    {
        using var folder = new DataFolderFixture();
        var path = new StorageOptions { Folder = folder.Path }.DatabasePath;
        await File.WriteAllTextAsync(path, new string('x', 8192), TestContext.Current.CancellationToken);

        var run = await CommandRun.Of("doctor", "--port", "0", "--json", "--data", folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.False(run.Json.GetProperty("healthy").GetBoolean());
        var check = Check(run, "database");
        Assert.Equal("FAIL", check.GetProperty("status").GetString());
        Assert.Contains(path, check.GetProperty("advice").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_runs_is_named_by_its_process()
    {
        using var folder = new DataFolderFixture();
        await using var server = await DataFolder.OpenAsync(
            new StorageOptions { Folder = folder.Path },
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );

        var run = await CommandRun.Of("doctor", "--port", "0", "--json", "--data", folder.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            $"in use by the process {Environment.ProcessId}",
            Check(run, "database").GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_port_in_use_fails_with_another_to_take()
    {
        using var folder = new DataFolderFixture();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var run = await CommandRun.Of("doctor", "--port", $"{port}", "--json", "--data", folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("FAIL", Check(run, "port").GetProperty("status").GetString());
        Assert.Contains(
            $"Port {port} on 127.0.0.1 is in use",
            Check(run, "port").GetProperty("advice").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_clock_before_the_program_was_made_fails()
    {
        using var folder = new DataFolderFixture();

        var run = await CommandRun.At(
            new DateTimeOffset(1970, 1, 2, 0, 0, 0, TimeSpan.Zero),
            ["doctor", "--port", "0", "--json", "--data", folder.Path]
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("FAIL", Check(run, "clock").GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_clock_that_is_behind_the_data_is_warned_of()
    {
        using var folder = new DataFolderFixture();
        await CommandRun.Of("seed", "--data", folder.Path);
        var path = new StorageOptions { Folder = folder.Path }.DatabasePath;
        File.SetLastWriteTimeUtc(path, CommandRun.Now.AddHours(1).UtcDateTime);

        var run = await CommandRun.Of("doctor", "--port", "0", "--json", "--data", folder.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("warn", Check(run, "clock").GetProperty("status").GetString());
    }

    private static JsonElement[] ChecksOf(CommandRun run) => [.. run.Json.GetProperty("checks").EnumerateArray()];

    private static JsonElement Check(CommandRun run, string name) =>
        Assert.Single(ChecksOf(run), check => check.GetProperty("name").GetString() == name);
}
