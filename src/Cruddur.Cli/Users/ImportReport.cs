using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Users;

/// <summary>Says what came of an import.</summary>
internal sealed class ImportReport(Terminal terminal, bool json)
{
    public bool IsDryRun { get; init; }

    /// <returns>The exit code.</returns>
    public int Refuse(PeopleFile list)
    {
        TellBad(list);
        if (json)
        {
            JsonOutput.Write(terminal, new Document(0, 0, InOrder(list), IsDryRun));
        }
        terminal.Error.WriteLine(
            "Nothing was imported. Repair these lines and run it again, or import the others with --skip-bad."
        );
        return ExitCode.Failed;
    }

    /// <returns>The exit code.</returns>
    public int Tell(PeopleFile list, int added, int there, string place, bool isDone)
    {
        TellBad(list);
        if (json)
        {
            JsonOutput.Write(terminal, new Document(added, there, InOrder(list), IsDryRun));
        }
        else
        {
            terminal.Out.WriteLine($"new      {Wording.Of(added)}");
            terminal.Out.WriteLine($"there    {Wording.Of(there)}");
            terminal.Out.WriteLine($"bad      {Wording.Of(list.Bad.Count)}");
        }
        terminal.Error.WriteLine(IsDryRun ? "A dry run: nothing was changed." : $"The table is {place}.");
        return isDone ? ExitCode.Done : ExitCode.Failed;
    }

    private void TellBad(PeopleFile list)
    {
        foreach (var bad in InOrder(list))
        {
            terminal.Error.WriteLine($"Line {bad.Line}: {VisibleText.Of(bad.Problem)}");
        }
    }

    private static BadLine[] InOrder(PeopleFile list) => [.. list.Bad.OrderBy(bad => bad.Line)];

    private sealed record Document(int Added, int There, IReadOnlyList<BadLine> Bad, bool DryRun);
}
