using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Postgres;

namespace Cruddur.Cli.Db;

/// <summary><c>cruddur db create | drop</c>.</summary>
internal static class DatabaseCommands
{
    /// <summary>For the notes of what drops a database.</summary>
    public const string Orphans =
        "The table stays: accounts and conversations of these people are then of nobody, their e-mail addresses in use. For a new\n"
        + "beginning delete the table's data too.";

    public static Command Create(Terminal terminal)
    {
        var options = new DbOptions(TableUse.Write);
        var command = new CruddurCommand("create", "Make the database, empty. One that is there stays as it is.")
        {
            Notes =
            {
                "It is in UTF-8, whatever the server's locale is. 'cruddur db migrate' then gives it the schema.",
            },
            Examples =
            {
                ("cruddur db create --connection postgresql://postgres@localhost/cruddur", "on this machine"),
                ("cruddur db create --prod", "where PROD_CONNECTION_URL says, after asking"),
            },
        };
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var target = options.TargetOf(parsed);
                if (!target.IsConfirmed(terminal))
                {
                    return ExitCode.Failed;
                }
                await CreateAsync(terminal, target, cancellationToken);
                return ExitCode.Done;
            }
        );
        return command;
    }

    public static Command Drop(Terminal terminal)
    {
        var options = new DbOptions(TableUse.Write, "Without asking.");
        var force = Force();
        var command = new CruddurCommand("drop", "Delete the database with all that is in it. Asks for its name first.")
        {
            Notes = { "One that somebody is connected to stays, unless --force ends their sessions.", Orphans },
            Examples = { ("cruddur db drop --yes", "without asking, for a script") },
        };
        options.AddTo(command);
        command.Add(force);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var target = options.TargetOf(parsed);
                target.Announce(terminal);
                return DropAsync(terminal, target, options.IsYes(parsed), parsed.GetValue(force), cancellationToken);
            }
        );
        return command;
    }

    public static Option<bool> Force() =>
        new("--force") { Description = "End the sessions of those who are connected to it." };

    public static async Task CreateAsync(Terminal terminal, DbTarget target, CancellationToken cancellationToken)
    {
        await using var server = target.Server();
        terminal.Error.WriteLine(
            await server.CreateAsync(cancellationToken)
                ? $"The database {target.Name} is made."
                : $"There is a database {target.Name} already; it stays as it is."
        );
    }

    /// <returns>The exit code.</returns>
    public static async Task<int> DropAsync(
        Terminal terminal,
        DbTarget target,
        bool isConfirmed,
        bool force,
        CancellationToken cancellationToken
    )
    {
        await using var server = target.Server();
        if (!await server.ExistsAsync(cancellationToken))
        {
            terminal.Error.WriteLine($"There is no database {target.Name}.");
            return ExitCode.Failed;
        }
        if (!isConfirmed && !Ask(terminal, target))
        {
            terminal.Error.WriteLine("Nothing was dropped.");
            return ExitCode.Failed;
        }
        switch (await server.DropAsync(force, cancellationToken))
        {
            case DropDatabaseResult.InUse:
                terminal.Error.WriteLine(
                    $"The database {target.Name} is in use and stays. 'cruddur db sessions' shows who is connected; stop them, or end "
                        + "their sessions with --force."
                );
                return ExitCode.Failed;
            case DropDatabaseResult.NoSuchDatabase:
                terminal.Error.WriteLine($"There is no database {target.Name}.");
                return ExitCode.Failed;
            default:
                terminal.Error.WriteLine($"The database {target.Name} is dropped.");
                return ExitCode.Done;
        }
    }

    private static bool Ask(Terminal terminal, DbTarget target) =>
        terminal.Ask(
            $"This deletes the database {target.Name} with all people and posts in it; their accounts and conversations, which are in "
                + $"the table, stay there and are of nobody. Type its name, {target.Address.Database}, to go on: "
        ) == target.Address.Database;
}
