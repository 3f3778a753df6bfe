using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Cruddur.EndToEnd.Support;

namespace Cruddur.EndToEnd;

/// <summary>People in Postgres, as a newcomer starts that: by bin/run, with a Postgres started beside the server.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class PostgresTests : IDisposable
{
    private const UnixFileMode Everybody =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cruddur-postgres-");

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>Postgres has it as long as it runs.</summary>
    private string Pid => Path.Combine(Data, "postgres", "cluster", "postmaster.pid");

    public PostgresTests() => _folder.UnixFileMode = Everybody;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Stopping_leaves_no_Postgres_behind_and_who_signed_up_is_there_at_the_next_start()
    {
        await ProgramsAsync();
        string sockets;
        await using (var server = await StartAsync())
        {
            using var alice = await ApiClient.SignInAsync(server, "alice");
            Assert.Equal(3, (await alice.GetAsync("/api/message_groups")).GetArrayLength());
            Assert.NotEqual(0, (await alice.GetAsync("/api/activities/home")).GetArrayLength());
            await ApiClient.SignUpAsync(server, "zoe");
            Assert.True(File.Exists(Pid));
            sockets = Sockets().Match(server.Output).Groups["folder"].Value;
            Assert.True(Directory.Exists(sockets));

            await server.StopAsync();
        }
        Assert.False(File.Exists(Pid));
        Assert.False(Directory.Exists(sockets));

        await using var again = await StartAsync();
        using var zoe = await ApiClient.SignInAsync(again, "zoe");
        Assert.Equal("zoe", (await zoe.GetAsync("/api/users?query=zo"))[0].GetProperty("handle").GetString());
        await again.StopAsync();
    }

    [Fact]
    public async Task A_Postgres_that_did_not_start_in_time_is_stopped_as_well()
    {
        var programs = await ProgramsAsync();
        var path = _folder.CreateSubdirectory("bin").FullName;
        File.CreateSymbolicLink(Path.Combine(path, "postgres"), Path.Combine(programs, "postgres"));
        File.CreateSymbolicLink(Path.Combine(path, "initdb"), Path.Combine(programs, "initdb"));
        var impatient = Path.Combine(path, "pg_ctl");
        await File.WriteAllTextAsync(
            impatient,
            $$"""
            #!/bin/sh
            "{{programs}}/pg_ctl" "$@" || exit
            [ "$1" != start ] || { echo "pg_ctl: server did not start in time" >&2; exit 1; }

            """,
            TestContext.Current.CancellationToken
        );
        File.SetUnixFileMode(impatient, Everybody);

        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            StartAsync(("PATH", $"{path}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}"))
        );

        Assert.Contains("did not start in time", failed.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Data, "postgres", "cluster", "PG_VERSION")));
        Assert.False(File.Exists(Pid));
    }

    private Task<ServerProcess> StartAsync(params (string Name, string Value)[] settings)
    {
        var environment = settings.ToDictionary(
            setting => setting.Name,
            setting => setting.Value,
            StringComparer.Ordinal
        );
        // Not somebody's that runs.
        environment["CONNECTION_URL"] = "";
        return ServerProcess.StartAsync(Data, environment, "--directory", "postgres");
    }

    /// <summary>Where Postgres' programs are. Without them the test is skipped, or fails where CI is.</summary>
    private static async Task<string> ProgramsAsync()
    {
        var start = new ProcessStartInfo("bash", ["-c", "source bin/lib/prerequisites.sh; postgres_programs"])
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var folder = (await process.StandardOutput.ReadToEndAsync()).Trim();
        Assert.SkipUnless(
            folder.Length > 0 || Environment.GetEnvironmentVariable("CI") == "true",
            "There is no Postgres (initdb, postgres) on this machine; bin/test installs it."
        );
        return folder;
    }

    [GeneratedRegex(@"CONNECTION_URL='postgresql:///cruddur\?host=(?<folder>[^&]+)&")]
    private static partial Regex Sockets();
}
