using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Patterns;

/// <summary><c>cruddur patterns</c>, <c>cruddur ddb patterns</c>: the access patterns of the data model, each with what it costs.</summary>
internal static class PatternsCommand
{
    /// <param name="source">Makes one for each command.</param>
    public static Command Create(Terminal terminal, Func<ITableSource> source)
    {
        var command = new CruddurCommand(
            "patterns",
            "Run an access pattern of the data model and print what it consumed. Works beside a running server."
        );
        command.Add(ListConversationsCommand.Create(terminal, source()));
        command.Add(GetConversationCommand.Create(terminal, source()));
        return command;
    }
}
