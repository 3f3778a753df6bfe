using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Storage;

namespace Cruddur.Cli.Scan;

/// <summary><c>cruddur scan</c>, <c>cruddur ddb scan</c>: items as the table holds them, but for secrets.</summary>
internal static class ScanCommand
{
    private const int DefaultLimit = 100;
    private const int PageSize = 1000;

    public static Command Create(Terminal terminal, ITableSource source)
    {
        var limit = CommonOptions.Whole("--limit", "At most so many items; 0 for all.", DefaultLimit, 0, int.MaxValue);
        var json = CommonOptions.Json();
        var command = new CruddurCommand("scan", "Print items as the table holds them. Works beside a running server.")
        {
            Notes =
            {
                "It shows what people wrote and their e-mail addresses, as whoever can read the table can. What would let\n"
                    + "somebody sign in as another (hashes of passwords, stamps of sessions) is hidden.",
            },
            Examples =
            {
                ($"{source.Program} scan --limit 5", "the first five items"),
                ($"{source.Program} scan --limit 0 --json > items.json", "all of them, for another program"),
            },
        };
        command.Add(limit);
        source.AddTo(command);
        command.Add(json);
        command.SetAction(
            terminal,
            source,
            async (opened, parsed, cancellationToken) =>
            {
                var most = parsed.GetValue(limit) is var given and not 0 ? given : int.MaxValue;
                await PrintAsync(terminal, opened.Table, most, parsed.GetValue(json), cancellationToken);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static async Task PrintAsync(
        Terminal terminal,
        ITable table,
        int limit,
        bool json,
        CancellationToken cancellationToken
    )
    {
        // Page by page to the output: a table may be larger than memory.
        using IItemPrinter printer = json ? new JsonItemPrinter(terminal) : new TextItemPrinter(terminal);
        var (printed, cost, next) = (0, default(Cost), (Key?)null);
        do
        {
            var page = await table.ScanAsync(next, Math.Min(limit - printed, PageSize), cancellationToken);
            foreach (var item in page.Items)
            {
                printer.Print(item);
            }
            printed += page.Items.Count;
            cost += page.Cost;
            next = page.Next;
        } while (next is not null && printed < limit);
        // A page that is full may have been the last one.
        var more = next is not null && (await table.ScanAsync(next, 1, cancellationToken)).Items.Count > 0;
        printer.End(printed, more, cost);
    }
}
