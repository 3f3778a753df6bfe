using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.DynamoDb;

/// <summary><c>cruddur ddb</c>: the table in DynamoDB, as the original's commands of the same names.</summary>
internal static class DdbCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new CruddurCommand(
            "ddb",
            "Make, look at and drop the table in DynamoDB, or run an emulator of it on this machine."
        );
        command.Add(LocalCommand.Create(terminal));
        command.Add(TableCommands.SchemaLoad(terminal));
        command.Add(TableCommands.ListTables(terminal));
        command.Add(TableCommands.DescribeTable(terminal));
        command.Add(TableCommands.Drop(terminal));
        return command;
    }
}
