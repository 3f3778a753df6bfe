using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Cruddur.Cli.CommandLine;

/// <summary>The library's help, with the notes and examples of the command behind it.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CruddurCommand command)
        {
            Write(command, parseResult.InvocationConfiguration.Output);
        }
        return code;
    }

    private static void Write(CruddurCommand command, TextWriter output)
    {
        foreach (var note in command.Notes)
        {
            output.WriteLine(note);
            output.WriteLine();
        }
        if (command.Examples.Count == 0)
        {
            return;
        }
        output.WriteLine("Examples:");
        var width = command.Examples.Max(example => example.CommandLine.Length);
        foreach (var (commandLine, effect) in command.Examples)
        {
            output.WriteLine($"  {commandLine.PadRight(width)}  {effect}");
        }
        output.WriteLine();
    }
}
