using System.CommandLine;
using Cruddur.Cli.Cognito;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Db;

/// <summary><c>cruddur db setup</c>: all that a new database needs, in one go.</summary>
internal static class SetupCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new DbOptions(TableUse.Write, "Without asking.");
        var force = DatabaseCommands.Force();
        var command = new CruddurCommand(
            "setup",
            "Drop the database if it is there, make it, load the schema and add the demo people and their posts."
        )
        {
            Notes =
            {
                "The same as drop, create, schema-load and seed, and 'update-cognito-user-ids --apply --trust-handles' when the settings\n"
                    + "name a Cognito pool.",
                DatabaseCommands.Orphans,
            },
            Examples = { ("cruddur db setup", "then 'bin/run --directory postgres' with the same CONNECTION_URL") },
        };
        options.AddTo(command);
        command.Add(force);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var target = options.TargetOf(parsed);
                // Before anything is dropped: what is wrong with it should be told while the database is there.
                var pool = UpdateCognitoUserIdsCommand.PoolOfSettings(terminal, target);
                return
                    target.IsConfirmed(terminal)
                    && await DropAsync(
                        terminal,
                        target,
                        options.IsYes(parsed),
                        parsed.GetValue(force),
                        cancellationToken
                    )
                    ? await BuildAsync(terminal, target, pool, cancellationToken)
                    : ExitCode.Failed;
            }
        );
        return command;
    }

    /// <returns>Whether it is gone.</returns>
    private static async Task<bool> DropAsync(
        Terminal terminal,
        DbTarget target,
        bool isConfirmed,
        bool force,
        CancellationToken cancellationToken
    )
    {
        await using (var server = target.Server())
        {
            if (!await server.ExistsAsync(cancellationToken))
            {
                return true;
            }
        }
        return await DatabaseCommands.DropAsync(terminal, target, isConfirmed, force, cancellationToken)
            == ExitCode.Done;
    }

    private static async Task<int> BuildAsync(
        Terminal terminal,
        DbTarget target,
        PoolTarget? pool,
        CancellationToken cancellationToken
    )
    {
        await DatabaseCommands.CreateAsync(terminal, target, cancellationToken);
        var loaded = await SchemaCommands.SchemaLoadAsync(terminal, target, cancellationToken);
        if (loaded != ExitCode.Done)
        {
            return loaded;
        }
        var seeded = await DbSeedCommand.SeedAsync(terminal, target, json: false, cancellationToken);
        return seeded == ExitCode.Done && pool is not null
            ? await UpdateCognitoUserIdsCommand.AfterSetupAsync(terminal, pool, target, cancellationToken)
            : seeded;
    }
}
