using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.DynamoDb;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Copy;

/// <summary><c>cruddur copy</c>: from one engine to another, every item.</summary>
internal static class CopyCommand
{
    public static Command Create(Terminal terminal)
    {
        var (from, to) = (End("--from", "What to copy"), End("--to", "An empty table to copy it to"));
        var (options, json) = (new DdbOptions(TableUse.Write), CommonOptions.Json());
        var command = new CruddurCommand("copy", "Copy every item of a table to another one, and verify it.")
        {
            Notes =
            {
                "sqlite: is a file, or a folder of 'cruddur serve'; no server may run on it. dynamodb: is a table at the endpoint,\n"
                    + "or on AWS with --prod; a new one is made by 'cruddur ddb schema-load'. Let no server run on it until the end.",
                "A copy that was stopped goes on when it is run again. At the end both tables are read, and their counts and digests\n"
                    + "compared. Not copied is what belongs to a table's own feed: how far its readers are (FEED#inbox), and the\n"
                    + "records of it that they set aside (POISON#inbox); and the epoch (STORE / EPOCH), as a copy is another store: clients\n"
                    + "load their lists anew.",
            },
            Examples =
            {
                ("cruddur copy --from sqlite:data --to dynamodb:cruddur-messages", "moves to DynamoDB"),
                ("cruddur copy --from dynamodb:cruddur-messages --to sqlite:backup.db --prod", "brings a copy home"),
            },
        };
        command.Add(from);
        command.Add(to);
        options.AddTo(command);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var ends = (From: parsed.GetValue(from)!, To: parsed.GetValue(to)!);
                var target = options.TargetOf(parsed);
                if (ends.From == ends.To)
                {
                    terminal.Error.WriteLine($"{ends.From.Text} would be copied onto itself.");
                    return ExitCode.Failed;
                }
                if (!await IsConfirmedAsync(terminal, ends, target, cancellationToken))
                {
                    return ExitCode.Failed;
                }
                return await new CopyRun(terminal, target, parsed.GetValue(json)).RunAsync(
                    ends.From,
                    ends.To,
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static async Task<bool> IsConfirmedAsync(
        Terminal terminal,
        (CopyAddress From, CopyAddress To) ends,
        DdbTarget target,
        CancellationToken cancellationToken
    )
    {
        if (ends.From is CopyAddress.DynamoDb source)
        {
            await target.AnnounceAsync(terminal, source.Table, cancellationToken);
        }
        return ends.To is not CopyAddress.DynamoDb destination
            || await target.IsConfirmedAsync(terminal, destination.Table, cancellationToken);
    }

    private static Option<CopyAddress> End(string name, string description) =>
        new(name)
        {
            Description = $"{description}: sqlite:FILE-OR-FOLDER or dynamodb:TABLE.",
            HelpName = "ADDRESS",
            Required = true,
            CustomParser = result =>
            {
                if (CopyAddress.TryParse(result.Tokens[0].Value, out var address))
                {
                    return address;
                }
                result.AddError(
                    $"{name} takes sqlite:FILE-OR-FOLDER or dynamodb:TABLE, not '{result.Tokens[0].Value}'."
                );
                return null;
            },
        };
}
