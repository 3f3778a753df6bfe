using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Cognito;

/// <summary>Says what became of everybody in a pool. Without their addresses.</summary>
internal sealed class SubjectReport(Terminal terminal, bool isApplied)
{
    /// <returns>The exit code.</returns>
    public int Tell(IReadOnlyList<SubjectChange> changes, bool json)
    {
        var inOrder = changes.OrderBy(change => change.User.Handle, StringComparer.Ordinal).ToArray();
        if (json)
        {
            JsonOutput.Write(terminal, new Document(isApplied, [.. inOrder.Select(LineOf)]));
        }
        else
        {
            Columns.Write(
                terminal.Out,
                [
                    .. inOrder.Select(change =>
                        new[]
                        {
                            VisibleText.Of(change.User.Handle ?? "-"),
                            VisibleText.Of(change.User.Sub),
                            WordsOf(change.Outcome, isApplied) + WordsOf(change.Match),
                        }
                    ),
                ]
            );
        }
        var changed = inOrder.Count(change => change.Outcome == SubjectOutcome.Changed);
        terminal.Error.WriteLine(
            isApplied ? $"{Wording.Of(changed)} changed."
            : changed > 0 ? $"{Wording.Of(changed)} would change. Nothing was written; --apply does it."
            : "Nothing would change."
        );
        foreach (
            var outcome in inOrder.Where(change => change.IsLeft).Select(change => change.Outcome).Distinct().Order()
        )
        {
            terminal.Error.WriteLine($"{Capital(WordsOf(outcome, isApplied))}: {AdviceOf(outcome)}");
        }
        return inOrder.Any(change => change.IsLeft) ? ExitCode.Failed : ExitCode.Done;
    }

    private static string Capital(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}";

    private static string AdviceOf(SubjectOutcome outcome) =>
        outcome switch
        {
            SubjectOutcome.NotConfirmed =>
                "whoever is in the pool can call themselves so. Where you know that it is the same person, --trust-handles takes "
                    + "all of them.",
            SubjectOutcome.OneOfSeveral =>
                "see in the pool who it is, and take the handle (preferred_username) from the others.",
            SubjectOutcome.HasAnother => "who signs in with that one keeps the account here.",
            _ => "whoever signed in with it before keeps it.",
        };

    private static string WordsOf(SubjectOutcome outcome, bool isApplied) =>
        outcome switch
        {
            SubjectOutcome.Changed => isApplied ? "changed" : "would change",
            SubjectOutcome.Unchanged => "unchanged",
            SubjectOutcome.NotHere => "nobody here",
            SubjectOutcome.NotConfirmed => "not confirmed",
            SubjectOutcome.OneOfSeveral => "several in the pool have the handle",
            SubjectOutcome.HasAnother => "the person here has another",
            SubjectOutcome.OfSomebodyElse => "somebody else here has it",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "There are no words for it."),
        };

    private static string WordsOf(SubjectMatch? match) =>
        match switch
        {
            null => "",
            SubjectMatch.Address => " (the verified address is the same)",
            SubjectMatch.Username => " (the user name is the same, no verified address is)",
            _ => " (only the handle is the same)",
        };

    private static Line LineOf(SubjectChange change) =>
        new(
            change.User.Handle,
            change.User.Sub,
            WordsOf(change.Outcome, isApplied: true).Replace(' ', '_'),
            change.Match?.ToString().ToLowerInvariant()
        );

    private sealed record Document(bool Applied, IReadOnlyList<Line> Users);

    private sealed record Line(string? Handle, string Sub, string Outcome, string? Match);
}
