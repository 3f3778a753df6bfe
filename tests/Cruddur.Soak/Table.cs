namespace Cruddur.Soak;

/// <summary>What every layer did so far, for people and for docs/proof.md.</summary>
internal static class Table
{
    public static void Print(TextWriter output, IReadOnlyList<(Layer Layer, Outcome Sum)> rows, TimeSpan elapsed)
    {
        output.WriteLine();
        output.WriteLine($"After {elapsed:h\\:mm\\:ss} on {Environment.ProcessorCount} cores:");
        output.WriteLine();
        output.WriteLine(
            "| Layer | Runs | Faults injected | Messages acknowledged | Lost | Doubled | Misordered | Broken |"
        );
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (layer, sum) in rows)
        {
            output.WriteLine(
                $"| {layer.Name} | {sum.Runs:N0} {layer.Unit} | {sum.Faults:N0} | {Messages(sum)} | {sum.Lost} | {sum.Doubled} | "
                    + $"{sum.Misordered} | {sum.Failures.Count} |"
            );
        }
    }

    // The projection's schedules put messages into the log; nobody waits for an answer.
    private static string Messages(Outcome sum) => sum.Acknowledged == 0 ? "-" : $"{sum.Acknowledged:N0}";
}
