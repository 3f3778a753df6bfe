using System.CommandLine;

namespace Cruddur.Cli.CommandLine;

/// <summary>A command with examples, which its help shows.</summary>
internal class CruddurCommand(string name, string description) : Command(name, description)
{
    /// <summary>A command line, and what it does.</summary>
    public List<(string CommandLine, string Effect)> Examples { get; } = [];

    /// <summary>Another program has the terminal while this runs, and so Ctrl+C.</summary>
    public bool HandsOverTerminal { get; init; }

    /// <summary>Further paragraphs of the help, behind the options.</summary>
    public List<string> Notes { get; } = [];
}
