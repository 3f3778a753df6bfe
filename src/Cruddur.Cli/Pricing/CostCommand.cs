using System.CommandLine;
using System.Globalization;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Server.Settings;
using Cruddur.Server.Storage;

namespace Cruddur.Cli.Pricing;

/// <summary><c>cruddur cost</c>: what a scripted day of chat would cost on DynamoDB.</summary>
internal static class CostCommand
{
    public static Command Create(Terminal terminal)
    {
        var people = CommonOptions.Whole("--people", "How many people write to each other.", 20, 2, 100_000);
        var messages = CommonOptions.Whole("--messages", "How many messages they write.", 1000, 1, 1_000_000);
        var seed = CommonOptions.Whole("--seed", "Other numbers make another day.", 1, 0, int.MaxValue);
        var json = CommonOptions.Json();
        var command = new CruddurCommand(
            "cost",
            "Run a scripted day of chat and print what it would cost on DynamoDB. Needs no AWS and touches no data."
        )
        {
            Notes =
            {
                "The day: everybody talks with the next three people, in turns spread evenly over 24 hours. Of twenty turns\n"
                    + "sixteen are one message, three are five messages within 180 ms and one is twenty within 855 ms. Who writes\n"
                    + "first opens the conversation (its newest 20 messages). Two seconds after the last message the other one\n"
                    + "reads the list of conversations, opens this one and marks it read.",
                "It runs through the server's own code over the embedded engine, in a folder that is removed again: that\n"
                    + "counts DynamoDB's units by DynamoDB's rules. Inboxes follow as on DynamoDB, a second's entries at once.",
                "Prices are in dollars, those of us-east-1 on demand, and can be set: docs/configuration.md, Cost. Names of people,\n"
                    + "signing in, an idle server, backups and transfer are not in it: docs/cost.md.",
            },
            Examples =
            {
                ("cruddur cost", "1,000 messages between 20 people"),
                ("cruddur cost --people 200 --messages 10000 --json", "a busier day, for a program"),
                ("Cost__WriteUnitPrice=0.7 cruddur cost", "at another region's price"),
            },
        };
        command.Add(people);
        command.Add(messages);
        command.Add(seed);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var prices = SettingsSetup.Read<CostOptions>(CommandSettings.Read());
                var day = new ChatDay(parsed.GetValue(people), parsed.GetValue(messages), parsed.GetValue(seed));
                var report = CostReport.Of(day, await RunAsync(terminal, day, cancellationToken), prices);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(terminal, report);
                }
                else
                {
                    Print(terminal, report);
                }
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static async Task<DayUsage> RunAsync(Terminal terminal, ChatDay day, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("cruddur-cost-");
        try
        {
            var storage = new StorageOptions { Folder = folder.FullName };
            await using var table = await DataFolder.OpenAsync(storage, terminal.Time, cancellationToken);
            return await new ChatDayRun(table).RunAsync(day, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Print(Terminal terminal, CostReport report)
    {
        CostLine[] lines = [.. report.Activities, report.Total];
        Columns.Write(
            terminal.Out,
            [
                ["", "calls", "read units", "write units", "$ a million messages"],
                .. lines.Select(Row),
            ]
        );
        terminal.Out.WriteLine();
        Columns.Write(
            terminal.Out,
            [
                ["", "read units", "write units", "$ a million messages"],
                Row("a message here", report.Message),
                Row("a message in the original", report.OriginalMessage),
            ]
        );
        terminal.Out.WriteLine();
        Columns.Write(
            terminal.Out,
            [
                [
                    "storing a million of these messages for a month",
                    Dollars(report.Storage.DollarsPerMillionMessagesAndMonth),
                ],
                ["invoking the projector as a Lambda for a million", Dollars(report.Lambda.DollarsPerMillionMessages)],
            ]
        );
        terminal.Out.Flush();
        terminal.Error.WriteLine(
            $"{Wording.Of(report.Day.Messages)} messages between {Wording.Of(report.Day.People)} people in "
                + $"{Wording.Of(report.MessageGroups)} message groups. A message: the send and both inboxes."
        );
    }

    private static string[] Row(CostLine line) =>
        [
            line.Name,
            Wording.Of(line.Calls),
            Units(line.ReadUnits),
            Units(line.WriteUnits),
            Dollars(line.DollarsPerMillionMessages),
        ];

    private static string[] Row(string name, MessageCost cost) =>
        [name, Units(cost.ReadUnits), Units(cost.WriteUnits), Dollars(cost.DollarsPerMillion)];

    private static string Units(double units) => units.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Dollars(decimal dollars) => dollars.ToString("0.00", CultureInfo.InvariantCulture);
}
