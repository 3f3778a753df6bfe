namespace Cruddur.Cli.Terminals;

/// <summary>Rows of text in columns, two blanks apart; the last column is as wide as it is.</summary>
internal static class Columns
{
    public static void Write(TextWriter output, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }
        var widths = Enumerable
            .Range(0, rows[0].Length - 1)
            .Select(column => rows.Max(row => row[column].Length))
            .ToArray();
        foreach (var row in rows)
        {
            output.WriteLine(
                string.Join(
                    "  ",
                    row.Select((cell, column) => column < widths.Length ? cell.PadRight(widths[column]) : cell)
                )
            );
        }
    }
}
