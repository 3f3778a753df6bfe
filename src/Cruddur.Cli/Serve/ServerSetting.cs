using System.Text.RegularExpressions;

namespace Cruddur.Cli.Serve;

/// <summary>A setting of the server on the command line: <c>--Section:Name=value</c>.</summary>
internal static partial class ServerSetting
{
    public static bool IsOne(string argument) => Form().IsMatch(argument);

    [GeneratedRegex(
        @"\A--[A-Za-z][A-Za-z0-9_.]*(:[A-Za-z0-9_.]+)+=",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Form();
}
