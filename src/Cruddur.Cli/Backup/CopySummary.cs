using Cruddur.Cli.Terminals;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Cli.Backup;

/// <summary>Says what a backup or a restored database has.</summary>
internal static class CopySummary
{
    public static void Print(Terminal terminal, SqliteCopySummary copy, TimeSpan elapsed, bool json)
    {
        if (json)
        {
            JsonOutput.Write(terminal, new Document(copy.Path, copy.Items, copy.Bytes, Seconds(elapsed)));
            return;
        }
        Columns.Write(
            terminal.Out,
            [
                ["file", copy.Path],
                ["items", Wording.Of(copy.Items)],
                ["bytes", Wording.Of(copy.Bytes)],
                ["time", Wording.Of(elapsed)],
            ]
        );
    }

    private static double Seconds(TimeSpan elapsed) => Math.Round(elapsed.TotalSeconds, 3);

    private sealed record Document(string File, long Items, long Bytes, double Seconds);
}
