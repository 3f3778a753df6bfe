using System.Diagnostics.Metrics;
using Cruddur.Storage;

namespace Cruddur.Server.Storage;

/// <summary>
/// What the table is asked and what that costs, as metrics of this process: <c>cruddur.table.calls</c>,
/// <c>cruddur.table.read_units</c> and <c>cruddur.table.write_units</c>, by operation and kind of item.
/// </summary>
internal sealed class TableMetrics
{
    public const string MeterName = "Cruddur.Table";

    private readonly Counter<long> _calls;
    private readonly Counter<double> _readUnits;
    private readonly Counter<double> _writeUnits;

    public TableMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _calls = meter.CreateCounter<long>("cruddur.table.calls", "{call}", "Calls of the table, failed ones too.");
        _readUnits = meter.CreateCounter<double>(
            "cruddur.table.read_units",
            "{unit}",
            "DynamoDB's read request units; on the embedded engine, by the same rules."
        );
        _writeUnits = meter.CreateCounter<double>(
            "cruddur.table.write_units",
            "{unit}",
            "DynamoDB's write request units; on the embedded engine, by the same rules."
        );
    }

    public ITable Over(ITable table) => new MeteredTable(table, Count);

    private void Count(TableCall call)
    {
        if (!_calls.Enabled && !_readUnits.Enabled && !_writeUnits.Enabled)
        {
            return;
        }
        var operation = new KeyValuePair<string, object?>("operation", NameOf(call.Operation));
        var item = new KeyValuePair<string, object?>("item", call.Item);
        _calls.Add(1, operation, item);
        if (call.Cost.ReadUnits > 0)
        {
            _readUnits.Add(call.Cost.ReadUnits, operation, item);
        }
        if (call.Cost.WriteUnits > 0)
        {
            _writeUnits.Add(call.Cost.WriteUnits, operation, item);
        }
    }

    private static string NameOf(TableOperation operation) =>
        operation switch
        {
            TableOperation.Get => "get",
            TableOperation.Query => "query",
            TableOperation.Put => "put",
            TableOperation.Update => "update",
            TableOperation.Delete => "delete",
            TableOperation.Transaction => "transaction",
            _ => "scan",
        };
}
