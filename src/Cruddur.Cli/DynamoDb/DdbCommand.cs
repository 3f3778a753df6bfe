using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Inbox;
using Cruddur.Cli.Patterns;
using Cruddur.Cli.Scan;
using Cruddur.Cli.Seed;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Cli.Users;

namespace Cruddur.Cli.DynamoDb;

/// <summary><c>cruddur ddb</c>: the table in DynamoDB, as the original's commands of the same names.</summary>
internal static class DdbCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new CruddurCommand(
            "ddb",
            "Make, fill, look into and drop the table in DynamoDB, or run an emulator of it on this machine."
        );
        command.Add(LocalCommand.Create(terminal));
        command.Add(TableCommands.SchemaLoad(terminal));
        command.Add(TableCommands.ListTables(terminal));
        command.Add(DescribeTableCommand.Create(terminal));
        command.Add(RenewEpochCommand.Create(terminal));
        command.Add(TableCommands.Drop(terminal));
        command.Add(SeedCommand.Create(terminal, new DynamoDbSource(TableUse.Write)));
        command.Add(ScanCommand.Create(terminal, new DynamoDbSource(TableUse.Read)));
        command.Add(PatternsCommand.Create(terminal, () => new DynamoDbSource(TableUse.Read)));
        command.Add(InboxCommand.Create(terminal, use => new DynamoDbSource(use)));
        command.Add(UnreadCommand.Create(terminal, new DynamoDbSource(TableUse.Read)));
        command.Add(UsersCommand.Create(terminal, new DynamoDbSource(TableUse.Write)));
        return command;
    }
}
