using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Storage;

/// <summary>What a command does with the table of its source.</summary>
/// <returns>The exit code.</returns>
internal delegate Task<int> TableAction(OpenedTable opened, ParseResult parsed, CancellationToken cancellationToken);

internal static class TableActions
{
    /// <summary>Opens the table, does it, and closes it.</summary>
    public static void SetAction(this Command command, Terminal terminal, ITableSource source, TableAction action) =>
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var opened = await source.OpenAsync(parsed, terminal, cancellationToken);
                return opened is null ? ExitCode.Failed : await action(opened, parsed, cancellationToken);
            }
        );
}
