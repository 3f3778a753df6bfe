using System.CommandLine;
using System.CommandLine.Help;
using Cruddur.Cli.Backup;
using Cruddur.Cli.Cognito;
using Cruddur.Cli.Copy;
using Cruddur.Cli.Db;
using Cruddur.Cli.Doctor;
using Cruddur.Cli.DynamoDb;
using Cruddur.Cli.Inbox;
using Cruddur.Cli.Patterns;
using Cruddur.Cli.Pricing;
using Cruddur.Cli.Scan;
using Cruddur.Cli.Seed;
using Cruddur.Cli.Serve;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Cli.Users;

namespace Cruddur.Cli.CommandLine;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    // Not the library's RootCommand, whose name is that of the process: under a test that is another.
    public static Command Create(Terminal terminal)
    {
        var root = new CruddurCommand("cruddur", "Direct messaging that you own, in one command.")
        {
            Examples =
            {
                ("cruddur serve --demo", "starts a server with four people to try it out"),
                ("cruddur doctor", "checks whether this machine can run it"),
            },
        };
        root.Add(ServeCommand.Create(terminal));
        root.Add(SeedCommand.Create(terminal, new DataFolderSource(TableUse.Write)));
        root.Add(ScanCommand.Create(terminal, new DataFolderSource(TableUse.Read)));
        root.Add(PatternsCommand.Create(terminal, () => new DataFolderSource(TableUse.Read)));
        root.Add(InboxCommand.Create(terminal, use => new DataFolderSource(use)));
        root.Add(UnreadCommand.Create(terminal, new DataFolderSource(TableUse.Read)));
        root.Add(UsersCommand.Create(terminal, new DataFolderSource(TableUse.Write)));
        root.Add(CostCommand.Create(terminal));
        root.Add(DdbCommand.Create(terminal));
        root.Add(CognitoCommand.Create(terminal));
        root.Add(DbCommand.Create(terminal));
        root.Add(CopyCommand.Create(terminal));
        root.Add(BackupCommand.Create(terminal));
        root.Add(RestoreCommand.Create(terminal));
        root.Add(DoctorCommand.Create(terminal));
        root.Add(CommonOptions.Verbose());
        root.Add(new HelpOption { Action = new HelpWithExamples(new HelpAction()) });
        root.Add(new VersionOption { Action = new ShowVersion() });
        return root;
    }
}
