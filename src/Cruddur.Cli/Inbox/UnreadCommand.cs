using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Inbox;

/// <summary><c>cruddur unread</c>, <c>cruddur ddb unread</c>: what the unread counts are made of.</summary>
internal static class UnreadCommand
{
    public static Command Create(Terminal terminal, ITableSource source)
    {
        var command = new CruddurCommand("unread", "Look into unread counts. Works beside a running server.");
        command.Add(ExplainCommand.Create(terminal, source));
        return command;
    }
}
