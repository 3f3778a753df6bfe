using System.CommandLine;
using System.CommandLine.Parsing;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.CommandLine;

/// <summary>Says what is wrong with a command line, and how it should look; all on standard error.</summary>
internal static class WrongUsage
{
    /// <summary>What the parser found wrong.</summary>
    public static int Show(ParseResult parsed, Terminal terminal)
    {
        var errors = parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal);
        // Of two errors for one cause ("no command", "'sed' is none") the last says more.
        return Show(parsed, terminal, parsed.UnmatchedTokens.Count > 0 ? errors.TakeLast(1) : errors);
    }

    public static int Show(ParseResult parsed, Terminal terminal, IEnumerable<string> errors)
    {
        var command = parsed.CommandResult.Command;
        foreach (var error in errors)
        {
            terminal.Error.WriteLine(VisibleText.Of(error));
        }
        if (Closest(command, parsed.UnmatchedTokens) is { } meant)
        {
            terminal.Error.WriteLine($"Did you mean '{meant}'?");
        }
        var path = PathOf(parsed);
        terminal.Error.WriteLine($"Usage: {path}{ArgumentsOf(command)}");
        terminal.Error.WriteLine($"'{path} --help' tells more.");
        return ExitCode.WrongUsage;
    }

    private static string PathOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
        {
            names.Insert(0, result.Command.Name);
        }
        return string.Join(' ', names);
    }

    private static string ArgumentsOf(Command command) =>
        command.Subcommands.Count > 0
            ? $" {string.Join('|', command.Subcommands.Select(subcommand => subcommand.Name))}"
            : string.Concat(command.Arguments.Select(argument => $" <{argument.Name}>")) + " [options]";

    /// <summary>A name that is one or two letters away from what was typed.</summary>
    private static string? Closest(Command command, IReadOnlyList<string> typed)
    {
        var names = command
            .Subcommands.Select(subcommand => subcommand.Name)
            .Concat(command.Options.Select(option => option.Name));
        return typed.Count == 0
            ? null
            : names.Where(name => Distance(name, typed[0]) <= 2).MinBy(name => Distance(name, typed[0]));
    }

    /// <summary>How many letters must be put in, left out or replaced (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 0; i < one.Length; i++)
        {
            var (diagonal, before) = (row[0], row[0] = i + 1);
            for (var j = 0; j < other.Length; j++)
            {
                before = Math.Min(Math.Min(before, row[j + 1]) + 1, diagonal + (one[i] == other[j] ? 0 : 1));
                (diagonal, row[j + 1]) = (row[j + 1], before);
            }
        }
        return row[^1];
    }
}
