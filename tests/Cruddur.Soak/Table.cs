namespace Cruddur.Soak;

/// <summary>What every layer did so far, for people and for docs/proof.md.</summary>
internal static class Table
{
    public static void Print(TextWriter output, IReadOnlyList<Row> rows, TimeSpan elapsed)
    {
        output.WriteLine();
        output.WriteLine($"After {elapsed:h\\:mm\\:ss} on {Environment.ProcessorCount} cores:");
        output.WriteLine();
        output.WriteLine("| Layer | Runs | Faults injected | Acknowledged | Lost | Doubled | Misordered | Broken |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var row in rows)
        {
            var (layer, sum) = (row.Layer, row.Sum);
            output.WriteLine(
                $"| {layer.Name} | {sum.Runs:N0} {layer.Unit} | {Show(sum.Faults)} | {Show(sum.Acknowledged)} | {Show(sum.Lost)} | "
                    + $"{Show(sum.Doubled)} | {Show(sum.Misordered)} | {sum.Broken} |"
            );
        }
    }

    private static string Show(long? count) => count is null ? "-" : $"{count:N0}";
}
