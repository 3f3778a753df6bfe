namespace Cruddur.Cli.CommandLine;

/// <summary>What a shell learns of how a command ended.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Refused, failed or stopped; standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int WrongUsage = 2;
}
