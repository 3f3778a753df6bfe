using System.Runtime.InteropServices;
using Cruddur.Cli.CommandLine;

namespace Cruddur.Cli.Doctor;

/// <summary>Which versions run here: the first thing that a report of a fault needs.</summary>
internal static class VersionCheck
{
    private const string Name = "versions";
    private const int OldestRuntime = 10;

    public static CheckResult Run()
    {
        var detail =
            $"cruddur {ShowVersion.Version}, {RuntimeInformation.FrameworkDescription}, "
            + $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})";
        return Environment.Version.Major >= OldestRuntime
            ? CheckResult.Ok(Name, detail)
            : CheckResult.Fail(Name, detail, $"Install the .NET runtime {OldestRuntime} or newer with ASP.NET Core.");
    }
}
