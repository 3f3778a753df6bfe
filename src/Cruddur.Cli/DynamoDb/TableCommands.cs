using System.CommandLine;
using System.Globalization;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;
using Cruddur.Storage;

namespace Cruddur.Cli.DynamoDb;

/// <summary><c>cruddur ddb schema-load | list-tables | describe-table | drop</c>.</summary>
internal static class TableCommands
{
    public static Command SchemaLoad(Terminal terminal)
    {
        var (options, table) = (new DdbOptions(), TableOption());
        var command = new CruddurCommand("schema-load", "Make the table, where it is not there yet.")
        {
            Examples = { ("cruddur ddb schema-load", "the table cruddur-messages in the emulator of 'ddb local'") },
        };
        command.Add(table);
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var schema = new TableSchema(parsed.GetValue(table)!);
                using var connection = options.Connect(parsed, schema.Name);
                var made = await connection.Tables.MakeAsync(schema, terminal.Time, cancellationToken);
                terminal.Error.WriteLine(
                    made
                        ? $"The table {schema.Name} is made."
                        : $"There is a table {schema.Name} already; it stays as it is."
                );
                return ExitCode.Done;
            }
        );
        return command;
    }

    public static Command ListTables(Terminal terminal)
    {
        var options = new DdbOptions();
        var command = new CruddurCommand("list-tables", "Print the names of all tables, a line each.");
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var connection = options.Connect(parsed);
                foreach (var name in await connection.Tables.ListAsync(cancellationToken))
                {
                    terminal.Out.WriteLine(name);
                }
                return ExitCode.Done;
            }
        );
        return command;
    }

    public static Command DescribeTable(Terminal terminal)
    {
        var (options, table) = (new DdbOptions(), TableOption());
        var command = new CruddurCommand("describe-table", "Print what a table is: keys, stream, billing, size.");
        command.Add(table);
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var name = parsed.GetValue(table)!;
                using var connection = options.Connect(parsed, name);
                if (await connection.Tables.DescribeAsync(name, cancellationToken) is not { } found)
                {
                    return NoSuchTable(terminal, name);
                }
                var keys = found.KeySchema.Select(key => $"{key.AttributeName} ({key.KeyType.Value})");
                Columns.Write(
                    terminal.Out,
                    [
                        ["name", found.TableName],
                        ["status", found.TableStatus.Value],
                        ["keys", string.Join(", ", keys)],
                        ["billing", found.BillingModeSummary?.BillingMode?.Value ?? "PROVISIONED"],
                        ["stream", found.StreamSpecification?.StreamViewType?.Value ?? "none"],
                        ["indexes", $"{found.GlobalSecondaryIndexes?.Count ?? 0}"],
                        ["items", (found.ItemCount ?? 0).ToString(CultureInfo.InvariantCulture)],
                        ["bytes", (found.TableSizeBytes ?? 0).ToString(CultureInfo.InvariantCulture)],
                    ]
                );
                return ExitCode.Done;
            }
        );
        return command;
    }

    public static Command Drop(Terminal terminal)
    {
        var options = new DdbOptions();
        var table = new Argument<string>("TABLE") { Description = "Its name." };
        var yes = new Option<bool>("--yes") { Description = "Without asking." };
        var command = new CruddurCommand("drop", "Delete a table with all that is in it. Asks for its name first.")
        {
            Examples = { ("cruddur ddb drop cruddur-messages --yes", "without asking, for a script") },
        };
        command.Add(table);
        command.Add(yes);
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var name = parsed.GetValue(table)!;
                if (!parsed.GetValue(yes) && !IsConfirmed(terminal, name))
                {
                    terminal.Error.WriteLine("Nothing was dropped.");
                    return ExitCode.Failed;
                }
                using var connection = options.Connect(parsed, name);
                if (!await connection.Tables.DropAsync(name, cancellationToken))
                {
                    return NoSuchTable(terminal, name);
                }
                terminal.Error.WriteLine($"The table {name} is dropped.");
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static Option<string> TableOption() =>
        new("--table")
        {
            Description = "The table's name.",
            HelpName = "NAME",
            DefaultValueFactory = _ => TableSchema.DefaultName,
        };

    private static bool IsConfirmed(Terminal terminal, string name)
    {
        terminal.Error.Write($"This deletes the table {name} with all that is in it. Type its name to go on: ");
        terminal.Flush();
        return terminal.In.ReadLine()?.Trim() == name;
    }

    private static int NoSuchTable(Terminal terminal, string name)
    {
        terminal.Error.WriteLine($"There is no table {name}. 'cruddur ddb list-tables' shows which there are.");
        return ExitCode.Failed;
    }
}
