using System.Diagnostics;
using Cruddur.Tests.Project;

namespace Cruddur.Tests.Cli;

/// <summary>
/// Runs a command line as a program of its own, where the environment matters: one without credentials, region or endpoint
/// of whoever runs the tests, but for what is given.
/// </summary>
internal static class CommandProcess
{
    public static async Task<CommandRun> OfAsync((string Name, string Value)[] environment, params string[] command)
    {
        var home = Directory.CreateTempSubdirectory("cruddur-home-");
        try
        {
            return await RunAsync(home.FullName, environment, command);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static async Task<CommandRun> RunAsync(
        string home,
        (string Name, string Value)[] environment,
        string[] command
    )
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.ProgramOf("Cruddur.Cli"), .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)))
        {
            start.Environment.Remove(name);
        }
        start.Environment["HOME"] = start.Environment["USERPROFILE"] = home;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        // Nobody is there to type.
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return new CommandRun(process.ExitCode, await output, await error);
        }
        finally
        {
            // One that should have refused to start may be a server now.
            process.Kill();
        }
    }
}
