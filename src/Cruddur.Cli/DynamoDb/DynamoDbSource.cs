using System.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;

namespace Cruddur.Cli.DynamoDb;

/// <summary>A table in DynamoDB: <c>--table</c>, at an endpoint or on AWS.</summary>
internal sealed class DynamoDbSource(TableUse use) : ITableSource
{
    private readonly DdbOptions _options = new(use);
    private readonly Option<string> _table = DdbOptions.Table();

    public string Program => "cruddur ddb";

    public string WritingNote => "Servers of the table may be running.";

    public void AddTo(Command command)
    {
        command.Add(_table);
        _options.AddTo(command);
    }

    public async Task<OpenedTable?> OpenAsync(
        ParseResult parsed,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var schema = new TableSchema(parsed.GetValue(_table)!);
        var target = _options.TargetOf(parsed);
        if (!await target.IsConfirmedAsync(terminal, schema.Name, cancellationToken))
        {
            return null;
        }
        var opened = await OpenAsync(target, schema, terminal.Time, cancellationToken);
        return opened with { OnProd = _options.IsProd(parsed), Asks = target.Asks };
    }

    public static async Task<OpenedTable> OpenAsync(
        DdbTarget target,
        TableSchema schema,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var connection = await DynamoDbConnection.OpenAsync(target.SettingsFor(schema), cancellationToken);
        // For the lengths of waits: tools that run at one time should wait differently.
        var random = new Random(Environment.ProcessId);
        return new OpenedTable(
            new PatientTable(connection.OpenTable(new UuidSource(time)), time, random),
            connection.OpenBulkWriter(time, random),
            Feed: null,
            $"the table {schema.Name} at {connection.Place}",
            () =>
            {
                connection.Dispose();
                return ValueTask.CompletedTask;
            }
        );
    }
}
