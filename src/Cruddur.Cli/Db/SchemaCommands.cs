using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Postgres.Schema;
using Cruddur.Postgres.Users;

namespace Cruddur.Cli.Db;

/// <summary><c>cruddur db schema-load | migrate</c>.</summary>
internal static class SchemaCommands
{
    public static Command SchemaLoad(Terminal terminal)
    {
        var options = new DbOptions(TableUse.Write);
        var command = new CruddurCommand("schema-load", "Give a database without tables the schema of this version.")
        {
            Notes = { "One that has people already is for 'cruddur db migrate', which keeps them." },
            Examples = { ("cruddur db schema-load", "behind 'cruddur db create'") },
        };
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var target = options.TargetOf(parsed);
                return target.IsConfirmed(terminal)
                    ? await SchemaLoadAsync(terminal, target, cancellationToken)
                    : ExitCode.Failed;
            }
        );
        return command;
    }

    public static Command Migrate(Terminal terminal)
    {
        var options = new DbOptions(TableUse.Write);
        var command = new CruddurCommand(
            "migrate",
            "Bring the database to the schema of this version; it only goes forward."
        )
        {
            Notes =
            {
                "All steps happen or none. A database that the original's schema.sql made is taken over with its people and posts.\n"
                    + "Several at once wait for each other. Servers of an older version are stopped before it, as the schema is no longer\n"
                    + "theirs; where 0005 and 0006 alone are missing, which are indexes, they may go on until they are started anew.",
            },
            Examples = { ("cruddur db migrate --prod", "before servers of a new version start there") },
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
                await MigrateAsync(terminal, target, cancellationToken);
                return ExitCode.Done;
            }
        );
        return command;
    }

    /// <returns>The exit code.</returns>
    public static async Task<int> SchemaLoadAsync(
        Terminal terminal,
        DbTarget target,
        CancellationToken cancellationToken
    )
    {
        await using var database = target.Connect();
        var state = await new SchemaMigrations(database).ReadAsync(cancellationToken);
        if (state.HasUsers || state.Version > 0)
        {
            terminal.Error.WriteLine(
                $"The database {target.Name} has tables already. 'cruddur db migrate' brings them to this version and keeps what is in "
                    + "them."
            );
            return ExitCode.Failed;
        }
        await MigrateAsync(terminal, target, cancellationToken);
        return ExitCode.Done;
    }

    private static async Task MigrateAsync(Terminal terminal, DbTarget target, CancellationToken cancellationToken)
    {
        await using var database = target.Connect();
        var ran = await new SchemaMigrations(database).MigrateAsync(cancellationToken);
        foreach (var migration in ran)
        {
            terminal.Error.WriteLine($"{migration.Number:D4}_{migration.Name}");
        }
        var indexed = await new SearchIndexing(database).RunAsync(cancellationToken);
        if (indexed > 0)
        {
            terminal.Error.WriteLine($"{Wording.Of(indexed)} people can be searched for now.");
        }
        var version = Migration.All[^1].Number;
        terminal.Error.WriteLine(
            ran.Count == 0
                ? $"The database {target.Name} has the schema {version} already; nothing was to be changed."
                : $"The database {target.Name} has the schema {version}."
        );
    }
}
