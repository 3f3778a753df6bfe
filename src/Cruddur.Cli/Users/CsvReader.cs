using System.Text;

namespace Cruddur.Cli.Users;

/// <summary>
/// Reads comma-separated values (RFC 4180): quoted fields may have commas, line ends and doubled quotes in them. Lines may end
/// with LF or CR alone.
/// </summary>
internal sealed class CsvReader(TextReader reader)
{
    private const int End = -1;
    private int _line = 1;

    /// <summary>The next record that is not an empty line; null at the end.</summary>
    public CsvRecord? Read()
    {
        while (reader.Peek() != End)
        {
            var record = ReadRecord();
            if (record is not { Fields: [""], Problem: null })
            {
                return record;
            }
        }
        return null;
    }

    private CsvRecord ReadRecord()
    {
        var (line, fields) = (_line, new List<string>());
        while (true)
        {
            var (field, problem) = reader.Peek() == '"' ? ReadQuoted() : ReadPlain();
            if (problem is not null)
            {
                SkipLine();
                return new CsvRecord(line, [], problem);
            }
            fields.Add(field);
            if (reader.Peek() != ',')
            {
                SkipLine();
                return new CsvRecord(line, fields, Problem: null);
            }
            _ = reader.Read();
        }
    }

    private (string Field, string? Problem) ReadPlain()
    {
        var field = new StringBuilder();
        for (var next = reader.Peek(); next is not (End or ',' or '\r' or '\n'); next = reader.Peek())
        {
            if (next == '"')
            {
                return (
                    "",
                    "it has a quote inside a field that is not quoted; write the field in quotes, and quotes in it twice"
                );
            }
            field.Append((char)reader.Read());
        }
        return (field.ToString(), null);
    }

    private (string Field, string? Problem) ReadQuoted()
    {
        _ = reader.Read();
        var field = new StringBuilder();
        while (true)
        {
            var next = reader.Read();
            if (next == End)
            {
                return ("", "a quote is opened and never closed");
            }
            if (next == '"')
            {
                if (reader.Peek() != '"')
                {
                    return reader.Peek() is End or ',' or '\r' or '\n'
                        ? (field.ToString(), null)
                        : ("", "something stands behind a closing quote; write quotes inside a field twice");
                }
                _ = reader.Read();
            }
            if (next == '\n' || (next == '\r' && reader.Peek() != '\n'))
            {
                _line++;
            }
            field.Append((char)next);
        }
    }

    private void SkipLine()
    {
        int next;
        do
        {
            next = reader.Read();
        } while (next is not (End or '\r' or '\n'));
        if (next == '\r' && reader.Peek() == '\n')
        {
            _ = reader.Read();
        }
        _line++;
    }
}

/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Problem">Why it has no fields; null when it has.</param>
internal sealed record CsvRecord(int Line, IReadOnlyList<string> Fields, string? Problem);
