using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;

namespace Cruddur.Cli.DynamoDb;

/// <summary><c>cruddur ddb schema-load | list-tables | drop</c>.</summary>
internal static class TableCommands
{
    public static Command SchemaLoad(Terminal terminal)
    {
        var (options, table) = (new DdbOptions(TableUse.Write), DdbOptions.Table());
        var command = new CruddurCommand(
            "schema-load",
            "Make the table, or give one that is there what it lacks: stream, time to live, recovery, protection."
        )
        {
            Notes =
            {
                "Protection against deletion is for AWS: the tables of an emulator come and go. What an emulator does not know is\n"
                    + "left out, and told.",
            },
            Examples =
            {
                ("cruddur ddb schema-load", "the table cruddur-messages in the emulator of 'ddb local'"),
                ("cruddur ddb schema-load --prod", "the same on AWS, after asking"),
            },
        };
        command.Add(table);
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var target = options.TargetOf(parsed);
                var schema = new TableSchema(parsed.GetValue(table)!);
                schema = target.OnAws ? schema : schema.WithoutProtection();
                if (!await target.IsConfirmedAsync(terminal, schema.Name, cancellationToken))
                {
                    return ExitCode.Failed;
                }
                using var connection = target.Connect(schema.Name);
                Report(terminal, schema, await connection.Tables.LoadAsync(schema, terminal.Time, cancellationToken));
                return ExitCode.Done;
            }
        );
        return command;
    }

    public static Command ListTables(Terminal terminal)
    {
        var (options, json) = (new DdbOptions(TableUse.Read), CommonOptions.Json());
        var command = new CruddurCommand("list-tables", "Print the names of all tables, a line each.")
        {
            Examples = { ("cruddur ddb list-tables --prod", "the tables of the account in the region") },
        };
        options.AddTo(command);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var target = options.TargetOf(parsed);
                await target.AnnounceAsync(terminal, null, cancellationToken);
                using var connection = target.Connect();
                var names = await connection.Tables.ListAsync(cancellationToken);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(terminal, new TableNames(names));
                    return ExitCode.Done;
                }
                foreach (var name in names)
                {
                    terminal.Out.WriteLine(name);
                }
                return ExitCode.Done;
            }
        );
        return command;
    }

    public static Command Drop(Terminal terminal)
    {
        var options = new DdbOptions(TableUse.Write, "Without asking.");
        var table = new Argument<string>("TABLE") { Description = "Its name." };
        var command = new CruddurCommand("drop", "Delete a table with all that is in it. Asks for its name first.")
        {
            Notes = { "A table that is protected against deletion stays: lifting that is a decision of its own." },
            Examples = { ("cruddur ddb drop cruddur-messages --yes", "without asking, for a script") },
        };
        command.Add(table);
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (name, target) = (parsed.GetValue(table)!, options.TargetOf(parsed));
                await target.AnnounceAsync(terminal, name, cancellationToken);
                if (!options.IsYes(parsed) && !IsConfirmed(terminal, name))
                {
                    terminal.Error.WriteLine("Nothing was dropped.");
                    return ExitCode.Failed;
                }
                using var connection = target.Connect(name);
                return Report(terminal, name, await connection.Tables.DropAsync(name, cancellationToken));
            }
        );
        return command;
    }

    public static int NoSuchTable(Terminal terminal, string name)
    {
        terminal.Error.WriteLine($"There is no table {name}. 'cruddur ddb list-tables' shows which there are.");
        return ExitCode.Failed;
    }

    private static void Report(Terminal terminal, TableSchema schema, SchemaLoad loaded)
    {
        terminal.Error.WriteLine(
            loaded.IsMade ? $"The table {schema.Name} is made."
            : loaded.Changed.Count == 0 ? $"There is a table {schema.Name} already; nothing was to be changed."
            : $"There was a table {schema.Name} already; it lacked, and has now: {string.Join(", ", loaded.Changed)}."
        );
        foreach (var left in loaded.Left)
        {
            terminal.Error.WriteLine($"Left as it is: {left}.");
        }
    }

    private static int Report(Terminal terminal, string name, DropResult result)
    {
        switch (result)
        {
            case DropResult.NoSuchTable:
                return NoSuchTable(terminal, name);
            case DropResult.Protected:
                terminal.Error.WriteLine(
                    $"The table {name} is protected against deletion. To lift that: aws dynamodb update-table "
                        + $"--table-name {name} --no-deletion-protection-enabled"
                );
                return ExitCode.Failed;
            default:
                terminal.Error.WriteLine($"The table {name} is dropped.");
                return ExitCode.Done;
        }
    }

    private static bool IsConfirmed(Terminal terminal, string name) =>
        terminal.Ask($"This deletes the table {name} with all that is in it. Type its name to go on: ") == name;

    private sealed record TableNames(IReadOnlyList<string> Tables);
}
