using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Storage.DynamoDb;

namespace Cruddur.Cli.DynamoDb;

/// <summary><c>cruddur ddb describe-table</c>: what a table is, beside what is in it.</summary>
internal static class DescribeTableCommand
{
    public static Command Create(Terminal terminal)
    {
        var (options, table, json) = (new DdbOptions(TableUse.Read), DdbOptions.Table(), CommonOptions.Json());
        var command = new CruddurCommand(
            "describe-table",
            "Print what a table is: keys, stream, time to live, recovery, protection, billing, size."
        )
        {
            Notes = { "Items and bytes are counted by DynamoDB every six hours." },
            Examples = { ("cruddur ddb describe-table --prod --json", "the table on AWS, for another program") },
        };
        command.Add(table);
        options.AddTo(command);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var (name, target) = (parsed.GetValue(table)!, options.TargetOf(parsed));
                await target.AnnounceAsync(terminal, name, cancellationToken);
                using var connection = target.Connect(name);
                if (await connection.Tables.DescribeAsync(name, cancellationToken) is not { } found)
                {
                    return TableCommands.NoSuchTable(terminal, name);
                }
                Print(terminal, TableSummary.Of(found), parsed.GetValue(json));
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static void Print(Terminal terminal, TableSummary table, bool json)
    {
        if (json)
        {
            JsonOutput.Write(terminal, table);
            return;
        }
        Columns.Write(
            terminal.Out,
            [
                ["name", table.Name],
                ["status", table.Status],
                ["keys", string.Join(", ", table.Keys)],
                ["billing", table.Billing],
                ["stream", table.Stream ?? "none"],
                ["time to live", table.TimeToLive ?? "none"],
                ["recovery", OnOrOff(table.PointInTimeRecovery)],
                ["protection", OnOrOff(table.DeletionProtection)],
                ["indexes", Wording.Of(table.Indexes)],
                ["items", Wording.Of(table.Items)],
                ["bytes", Wording.Of(table.Bytes)],
            ]
        );
    }

    private static string OnOrOff(bool? value) =>
        value switch
        {
            true => "on",
            false => "off",
            null => "unknown to this emulator",
        };

    /// <param name="Stream">What its records carry; null when there is none.</param>
    /// <param name="TimeToLive">The attribute with the time; null when items do not expire.</param>
    private sealed record TableSummary(
        string Name,
        string Status,
        IReadOnlyList<string> Keys,
        string Billing,
        string? Stream,
        string? TimeToLive,
        bool? PointInTimeRecovery,
        bool DeletionProtection,
        int Indexes,
        long Items,
        long Bytes
    )
    {
        public static TableSummary Of(TableState state)
        {
            var table = state.Description;
            return new(
                table.TableName,
                table.TableStatus.Value,
                TableState.KeysOf(table),
                TableState.BillingOf(table),
                TableState.StreamViewOf(table),
                state.TimeToLive,
                state.PointInTimeRecovery,
                table.DeletionProtectionEnabled ?? false,
                table.GlobalSecondaryIndexes?.Count ?? 0,
                table.ItemCount ?? 0,
                table.TableSizeBytes ?? 0
            );
        }
    }
}
