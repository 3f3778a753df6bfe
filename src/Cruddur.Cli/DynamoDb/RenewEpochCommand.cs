using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Live;
using Cruddur.Runtime;

namespace Cruddur.Cli.DynamoDb;

/// <summary><c>cruddur ddb renew-epoch</c>: what <c>cruddur restore</c> does by itself, for a table that AWS restored.</summary>
internal static class RenewEpochCommand
{
    public static Command Create(Terminal terminal)
    {
        var source = new DynamoDbSource(TableUse.Mend);
        var command = new CruddurCommand(
            "renew-epoch",
            "Say that a table was restored from a backup, so that clients load anew what they keep."
        )
        {
            Notes =
            {
                "A table that AWS restored carries the epoch of the one it was made of, and cursors of that would be taken for good.\n"
                    + "Best before a server starts on it; one that runs notices within a minute. Harmless otherwise: clients load\n"
                    + "their lists once more.",
            },
            Examples =
            {
                ("cruddur ddb renew-epoch --table cruddur-restored --prod", "after a point-in-time recovery"),
            },
        };
        source.AddTo(command);
        command.SetAction(
            terminal,
            source,
            async (opened, parsed, cancellationToken) =>
            {
                await new StoreEpoch(opened.Table, new UuidSource(terminal.Time)).RenewAsync(cancellationToken);
                terminal.Error.WriteLine($"{opened.Name} has a new epoch.");
                return ExitCode.Done;
            }
        );
        return command;
    }
}
