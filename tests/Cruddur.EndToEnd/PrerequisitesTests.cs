using System.Diagnostics;
using System.Runtime.Versioning;
using Cruddur.EndToEnd.Support;

namespace Cruddur.EndToEnd;

/// <summary>What bin/run and bin/test say to somebody who lacks something.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrerequisitesTests
{
    [Theory]
    [InlineData("require_node", "Node.js with npm is missing: 20.19 or newer of 20", "Node.js download page")]
    [InlineData("require_dotnet", "The .NET SDK 10.0 is missing", "dotnet-sdk-10.0")]
    public async Task Without_the_tool_it_says_which_version_is_missing_and_how_to_get_it(
        string check,
        string what,
        string how
    )
    {
        using var tools = new Tools();

        var (exitCode, error) = await tools.RunAsync(check);

        Assert.Equal(1, exitCode);
        Assert.Contains(what, error, StringComparison.Ordinal);
        Assert.Contains(how, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v20.19.0", true)]
    [InlineData("v20.18.3", false)]
    [InlineData("v21.7.3", false)]
    [InlineData("v22.12.0", false)]
    [InlineData("v22.13.0", true)]
    [InlineData("v23.11.0", false)]
    [InlineData("v24.0.0", true)]
    [InlineData("v18.20.4", false)]
    public async Task A_version_of_Node_that_the_build_does_not_run_on_is_refused(string version, bool isEnough)
    {
        using var tools = new Tools();
        tools.Add("node", $"echo {version}");
        tools.Add("npm", "true");

        var (exitCode, error) = await tools.RunAsync("require_node");

        Assert.Equal(isEnough ? 0 : 1, exitCode);
        Assert.Equal(!isEnough, error.Contains($"found: {version}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("99")]
    [InlineData("9", "Postgres 9 (initdb and postgres), which wrote the people in the data folder", "postgresql-9,")]
    public async Task The_data_of_a_Postgres_are_given_to_one_of_the_same_version(string wanted, params string[] words)
    {
        using var tools = new Tools();
        tools.Add("postgres", "echo 'postgres (PostgreSQL) 99.1 (of the tests)'");
        tools.Add("initdb", "true");

        var (exitCode, error) = await tools.RunAsync($"install_postgres '{wanted}'");

        Assert.Equal(words.Length == 0 ? 0 : 1, exitCode);
        Assert.All(words, word => Assert.Contains(word, error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_without_a_home_gets_one_for_the_tools()
    {
        using var tools = new Tools();

        var (exitCode, _) = await tools.RunAsync("[ -w \"$HOME\" ]", home: "/nonexistent");

        Assert.Equal(0, exitCode);
    }

    /// <summary>A PATH with the shell's own tools and none of those that are checked for.</summary>
    private sealed class Tools : IDisposable
    {
        private static readonly string[] OfTheShell = ["bash", "sed", "cut", "mkdir", "cat", "ls", "sort", "dirname"];

        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cruddur-tools-");

        public Tools()
        {
            foreach (var tool in OfTheShell)
            {
                var found = Environment
                    .GetEnvironmentVariable("PATH")!
                    .Split(Path.PathSeparator)
                    .Select(folder => Path.Combine(folder, tool))
                    .First(File.Exists);
                File.CreateSymbolicLink(Path.Combine(_folder.FullName, tool), found);
            }
        }

        public void Add(string tool, string script)
        {
            var path = Path.Combine(_folder.FullName, tool);
            File.WriteAllText(path, $"#!{_folder.FullName}/bash\n{script}\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        public async Task<(int ExitCode, string Error)> RunAsync(string check, string? home = null)
        {
            var start = new ProcessStartInfo("bash", ["-c", $"source bin/lib/prerequisites.sh; {check}"])
            {
                WorkingDirectory = Checkout.Root,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            start.Environment["PATH"] = _folder.FullName;
            start.Environment["HOME"] = home ?? _folder.FullName;
            using var process = Process.Start(start)!;
            var error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, error);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
