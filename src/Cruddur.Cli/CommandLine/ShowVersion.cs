using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Cruddur.Cli.CommandLine;

/// <summary>Prints this program's version. The library's own prints that of the process, which may be a test's.</summary>
internal sealed class ShowVersion : SynchronousCommandLineAction
{
    public static readonly string Version = typeof(ShowVersion)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(Version);
        return ExitCode.Done;
    }
}
