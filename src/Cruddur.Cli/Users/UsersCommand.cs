using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Users;

/// <summary><c>cruddur users</c>, <c>cruddur ddb users</c>: bringing people along.</summary>
internal static class UsersCommand
{
    public static Command Create(Terminal terminal, ITableSource source)
    {
        var command = new CruddurCommand("users", "Bring people along from elsewhere.");
        command.Add(ImportCommand.Create(terminal, source));
        return command;
    }
}
