using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Storage;

/// <summary>The embedded engine's file in a folder: <c>--data</c>, or what the settings say.</summary>
internal sealed class DataFolderSource(TableUse use) : ITableSource
{
    private readonly Option<string?> _data = CommonOptions.Data();

    private readonly Option<bool> _prod = new("--prod")
    {
        Description = "Also where people are in Postgres on another machine. Says which database that is.",
    };

    private readonly Option<bool> _yes = new("--yes") { Description = "With --prod, write without asking." };

    public string Program => "cruddur";

    public string WritingNote => "No server may be running on the folder.";

    public void AddTo(Command command)
    {
        command.Add(_data);
        if (use == TableUse.Write)
        {
            command.Add(_prod);
            command.Add(_yes);
        }
    }

    public async Task<OpenedTable?> OpenAsync(
        ParseResult parsed,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var folder = DataFolder.Find(parsed.GetValue(_data));
        var table = use switch
        {
            TableUse.Write => await DataFolder.OpenAsync(folder, terminal.Time, cancellationToken),
            TableUse.Mend => await DataFolder.OpenExistingAsync(folder, terminal.Time, cancellationToken),
            _ => DataFolder.OpenReadOnly(folder, terminal.Time),
        };
        return new OpenedTable(table, table, table, table.Path, table.DisposeAsync)
        {
            OnProd = parsed.GetValue(_prod),
            Asks = !parsed.GetValue(_yes),
        };
    }
}
