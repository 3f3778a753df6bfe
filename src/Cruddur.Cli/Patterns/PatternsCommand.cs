using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Patterns;

/// <summary><c>cruddur patterns</c>: the access patterns of the data model, each with what it costs.</summary>
internal static class PatternsCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new CruddurCommand(
            "patterns",
            "Run an access pattern of the data model and print what it consumed. Works beside a running server."
        );
        command.Add(ListConversationsCommand.Create(terminal));
        command.Add(GetConversationCommand.Create(terminal));
        return command;
    }
}
