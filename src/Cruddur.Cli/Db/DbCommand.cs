using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Db;

/// <summary><c>cruddur db</c>: the database of people in Postgres, as the original's commands of the same names.</summary>
internal static class DbCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new CruddurCommand(
            "db",
            "Make, migrate, fill, look into and drop the database of people in Postgres."
        );
        command.Add(SetupCommand.Create(terminal));
        command.Add(DatabaseCommands.Create(terminal));
        command.Add(DatabaseCommands.Drop(terminal));
        command.Add(SchemaCommands.SchemaLoad(terminal));
        command.Add(SchemaCommands.Migrate(terminal));
        command.Add(DbSeedCommand.Create(terminal));
        command.Add(UpdateCognitoUserIdsCommand.Create(terminal));
        command.Add(ConnectCommand.Create(terminal));
        command.Add(SessionsCommand.Create(terminal));
        return command;
    }
}
