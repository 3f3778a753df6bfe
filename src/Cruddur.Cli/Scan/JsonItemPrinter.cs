using System.Text.Encodings.Web;
using System.Text.Json;
using Cruddur.Cli.Terminals;
using Cruddur.Storage;

namespace Cruddur.Cli.Scan;

/// <summary>For programs: one document, written item by item.</summary>
internal sealed class JsonItemPrinter : IItemPrinter
{
    private const int FlushBytes = 64 * 1024;

    private readonly Terminal _terminal;
    private readonly MemoryStream _buffer = new();
    private readonly Utf8JsonWriter _writer;

    public JsonItemPrinter(Terminal terminal)
    {
        _terminal = terminal;
        _writer = new Utf8JsonWriter(
            _buffer,
            new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
        _writer.WriteStartObject();
        _writer.WriteStartArray("items");
    }

    public void Print(Item item)
    {
        _writer.WriteStartObject();
        _writer.WriteString(Item.PartitionName, item.Key.Partition);
        _writer.WriteString(Item.SortName, item.Key.Sort);
        _writer.WriteStartObject("attributes");
        foreach (var (name, value) in item.Attributes)
        {
            if (Secrets.IsSecret(name))
            {
                _writer.WriteString(name, Secrets.Hidden);
            }
            else if (value.IsText)
            {
                _writer.WriteString(name, value.Text);
            }
            else
            {
                _writer.WriteNumber(name, value.Number);
            }
        }
        _writer.WriteEndObject();
        _writer.WriteEndObject();
        if (_writer.BytesPending + _buffer.Length > FlushBytes)
        {
            Flush();
        }
    }

    public void End(int printed, bool more, Cost cost)
    {
        _writer.WriteEndArray();
        _writer.WriteNumber("count", printed);
        _writer.WriteBoolean("more", more);
        _writer.WriteStartObject("consumed");
        _writer.WriteNumber("read_units", cost.ReadUnits);
        _writer.WriteNumber("write_units", cost.WriteUnits);
        _writer.WriteEndObject();
        _writer.WriteEndObject();
        Flush();
        _terminal.Out.WriteLine();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _buffer.Dispose();
    }

    private void Flush()
    {
        _writer.Flush();
        _terminal.Out.Write(System.Text.Encoding.UTF8.GetString(_buffer.GetBuffer(), 0, (int)_buffer.Length));
        _buffer.SetLength(0);
    }
}
