using Cruddur.Cli.CommandLine;
using Cruddur.Cli.DynamoDb;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Copy;

/// <summary>Opens both ends of a copy, runs it, and says what came of it.</summary>
internal sealed class CopyRun(Terminal terminal, DdbTarget target, bool json)
{
    public async Task<int> RunAsync(CopyAddress from, CopyAddress to, CancellationToken cancellationToken)
    {
        var start = terminal.Time.GetTimestamp();
        var counts = new CopyCounts();
        // The source first: a destination that is a file is made by opening it.
        await using var source = await from.OpenAsync(TableUse.Read, target, terminal.Time, cancellationToken);
        await using var destination = await to.OpenAsync(TableUse.Write, target, terminal.Time, cancellationToken);
        var copying = new TableCopy(source, destination, terminal.Time, counts).RunAsync(cancellationToken);
        await CopyProgress.ShowAsync(terminal, counts, copying);
        switch (await copying)
        {
            case CopyResult.Copied copied:
                Report(copied, source.Name, destination.Name, terminal.Time.GetElapsedTime(start));
                return ExitCode.Done;
            case CopyResult.Refused refused:
                terminal.Error.WriteLine(refused.Why);
                return ExitCode.Failed;
            case CopyResult.Differs differs:
                terminal.Error.WriteLine(
                    $"The copy differs: {source.Name} has {Words(differs.Source)}, {destination.Name} {Words(differs.Destination)}. "
                        + $"{differs.Why} Then copy again, into a table that is empty."
                );
                return ExitCode.Failed;
            default:
                throw new InvalidOperationException("A copy ends in one of three ways.");
        }
    }

    private static string Words(TableDigest digest) => $"{Wording.Of(digest.Count)} items of digest {digest}";

    private void Report(CopyResult.Copied copied, string source, string destination, TimeSpan elapsed)
    {
        if (json)
        {
            JsonOutput.Write(
                terminal,
                new CopyReport(
                    source,
                    destination,
                    copied.Digest.Count,
                    copied.ResumedAt,
                    copied.Digest.ToString(),
                    Math.Round(elapsed.TotalSeconds, 3)
                )
            );
            return;
        }
        terminal.Out.WriteLine($"items   {Wording.Of(copied.Digest.Count)}");
        terminal.Out.WriteLine($"digest  {copied.Digest}");
        var earlier = copied.ResumedAt > 0 ? $", {Wording.Of(copied.ResumedAt)} of them by an earlier run" : "";
        terminal.Error.WriteLine(
            $"{source} is copied to {destination} and verified: both have them{earlier}. In {Wording.Of(elapsed)}."
        );
    }

    private sealed record CopyReport(
        string Source,
        string Destination,
        long Items,
        long ItemsOfEarlierRuns,
        string Digest,
        double Seconds
    );
}
